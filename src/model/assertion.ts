/** The grammar of assertions: `metric(step, reversion).p95 <= 2s`, `lost-prefixes == 0`. */
import { parseDuration } from '../lib/duration.ts'
import type { Half } from './event.ts'
import type { Unit } from './measurement.ts'

export const STATS = ['min', 'max', 'mean', 'median', 'p95', 'p99', 'count'] as const
export type Stat = (typeof STATS)[number]
export type Comparator = '<=' | '<' | '>=' | '>' | '==' | '!='

export interface Assertion {
  /** Name of a measurement. */
  readonly metric: string
  /** Only measurements of this step; those of the whole run and of all steps when absent. */
  readonly step?: string
  /** Injection where a step is named without it. */
  readonly half?: Half
  readonly stat?: Stat
  readonly comparator: Comparator
  readonly bound: Bound
}

/** A duration is in milliseconds, a percentage a share from 0 to 1. */
export interface Bound {
  readonly value: number
  readonly unit: 'duration' | 'percent' | 'number'
}

export type ParsedAssertion =
  | { readonly assertion: Assertion }
  | { readonly problem: string; readonly hint: string }

/** Reads one assertion. Whether metric and step exist is for the caller to judge. */
export const parseAssertion = (text: string): ParsedAssertion => {
  const parts = FORM.exec(text)?.groups
  if (!parts) return { problem: 'not an assertion', hint: EXAMPLE }
  const { metric = '', step, half, stat, comparator = '', bound = '' } = parts
  if (half !== undefined && half !== 'injection' && half !== 'reversion')
    return { problem: `unknown half "${half}"`, hint: 'known: injection, reversion' }
  if (stat !== undefined && !isStat(stat))
    return { problem: `unknown statistic "${stat}"`, hint: `known: ${STATS.join(', ')}` }
  if (!isComparator(comparator))
    return {
      problem: `unknown comparison "${comparator}"`,
      hint: `known: ${COMPARATORS.join(', ')}`,
    }
  const value = readBound(bound)
  if (!value)
    return { problem: `no number or quantity: ${bound}`, hint: 'write 2s, 250ms, 5% or a number' }
  return {
    assertion: {
      metric,
      ...(step !== undefined && { step }),
      ...(half !== undefined && { half }),
      ...(stat !== undefined && { stat }),
      comparator,
      bound: value,
    },
  }
}

/** Why the bound cannot be compared with what is measured; zero fits every unit. */
export const unitProblem = (
  { stat, bound }: Assertion,
  unit: Unit,
): { readonly problem: string; readonly hint: string } | undefined => {
  const wanted = UNIT_OF_BOUND[stat === 'count' ? 'count' : unit]
  if (bound.unit === wanted || bound.value === 0) return undefined
  const [what, hint] = EXPECTED[wanted]
  return { problem: `${what}, not with a ${bound.unit}`, hint }
}

const UNIT_OF_BOUND: Readonly<Record<Unit, Bound['unit']>> = {
  ms: 'duration',
  count: 'number',
  packets: 'number',
  octets: 'number',
  ratio: 'percent',
}

const EXPECTED: Readonly<Record<Bound['unit'], readonly [string, string]>> = {
  duration: ['a time is compared with a duration', 'write for example 2s or 250ms'],
  number: ['a count is compared with a plain number', 'write for example 3'],
  percent: ['a share is compared with a percentage', 'write for example 5%'],
}

const EXAMPLE = 'write it like convergence(cut).p95 <= 2s, or lost-prefixes == 0'
const COMPARATORS: readonly Comparator[] = ['<=', '<', '>=', '>', '==', '!=']

const FORM =
  /^\s*(?<metric>[a-z][a-z0-9-]*)\s*(?:\(\s*(?<step>[\w.-]+)\s*(?:,\s*(?<half>[\w-]+)\s*)?\))?(?:\.(?<stat>\w+))?\s*(?<comparator>[<>=!~]+)\s*(?<bound>\S+)\s*$/

const isStat = (text: string): text is Stat => (STATS as readonly string[]).includes(text)

const isComparator = (text: string): text is Comparator =>
  (COMPARATORS as readonly string[]).includes(text)

const readBound = (text: string): Bound | undefined => {
  const durationMs = parseDuration(text)
  if (durationMs !== undefined) return { value: durationMs, unit: 'duration' }
  if (/^\d+(\.\d+)?%$/.test(text)) return { value: Number.parseFloat(text) / 100, unit: 'percent' }
  return /^\d+(\.\d+)?$/.test(text) ? { value: Number(text), unit: 'number' } : undefined
}
