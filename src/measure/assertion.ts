/** Judges assertions over the measurements of a run, all iterations pooled. */
import { formatPercent } from '../lib/units.ts'
import { type Assertion, type Comparator, type Stat, unitProblem } from '../model/assertion.ts'
import type { Measurement, Unit } from '../model/measurement.ts'

export interface Judgement {
  readonly passed: boolean
  /** What was measured, or why there is nothing to compare. */
  readonly got: string
}

/** A measurement that is missing, or that has no value, never passes. */
export const judge = (assertion: Assertion, measurements: readonly Measurement[]): Judgement => {
  const meant = measurements.filter((measurement) => isMeant(measurement, assertion))
  const [first] = meant
  if (!first) return { passed: false, got: 'not measured' }
  const unknown = meant.find(({ value }) => value === null)
  if (unknown) return { passed: false, got: `no value: ${unknown.note ?? 'it was not seen'}` }
  const mismatch = unitProblem(assertion, first.unit)?.problem
  if (mismatch) return { passed: false, got: mismatch }
  const { figures, text } = summarise(assertion, meant)
  const { comparator, bound } = assertion
  return { passed: figures.every((figure) => COMPARE[comparator](figure, bound.value)), got: text }
}

const isMeant = (measurement: Measurement, { metric, step, half }: Assertion): boolean =>
  measurement.name === metric &&
  (step === undefined || measurement.step === step) &&
  (measurement.half === undefined ||
    measurement.half === (half ?? (step === undefined ? measurement.half : 'injection')))

const COMPARE: Readonly<Record<Comparator, (figure: number, bound: number) => boolean>> = {
  '<=': (figure, bound) => figure <= bound,
  '<': (figure, bound) => figure < bound,
  '>=': (figure, bound) => figure >= bound,
  '>': (figure, bound) => figure > bound,
  '==': (figure, bound) => figure === bound,
  '!=': (figure, bound) => figure !== bound,
}

interface Summary {
  /** Each of them must pass. */
  readonly figures: readonly number[]
  readonly text: string
}

/** Without a statistic every value must pass, and the one that is nearest to failing is shown. */
const summarise = (
  { stat, comparator, bound }: Assertion,
  meant: readonly Measurement[],
): Summary => {
  const unit = (meant[0] as Measurement).unit
  if (stat) {
    const samples = meant.flatMap((m) => (m.samples.length > 0 ? m.samples : [m.value as number]))
    const figure = statistic(stat, samples)
    const shown = formatFigure(figure, stat === 'count' ? 'count' : unit)
    return { figures: [figure], text: `${stat} ${shown} (n=${samples.length})` }
  }
  const figures = meant.map(({ value }) => value as number)
  const failing = figures.filter((figure) => !COMPARE[comparator](figure, bound.value))
  const which = comparator.startsWith('>') ? 'min' : 'max'
  const shown = formatFigure(Math[which](...(failing.length > 0 ? failing : figures)), unit)
  return { figures, text: figures.length > 1 ? `${shown} (${which} of ${figures.length})` : shown }
}

/** Percentiles by nearest rank: always a value that was really measured. */
const statistic = (stat: Stat, samples: readonly number[]): number => {
  const sorted = samples.toSorted((a, b) => a - b)
  const rank = (share: number) =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
  switch (stat) {
    case 'min':
      return rank(0)
    case 'max':
      return rank(1)
    case 'median':
      return rank(0.5)
    case 'p95':
      return rank(0.95)
    case 'p99':
      return rank(0.99)
    case 'mean':
      return sorted.reduce((total, value) => total + value, 0) / sorted.length
    case 'count':
      return sorted.length
  }
}

const formatFigure = (value: number, unit: Unit): string => {
  if (unit === 'ratio') return formatPercent(value)
  if (unit !== 'ms') return String(Number(value.toFixed(3)))
  return value >= 1000 ? `${(value / 1000).toFixed(3)}s` : `${Number(value.toFixed(3))}ms`
}
