import type { Measurement } from '../model/measurement.ts'
import type { RepeatUntil } from '../model/repeat-until.ts'
import { formatInterval, formatQuantity } from './quantity.ts'
import { type Statistics, statisticsOf } from './statistics.ts'

/**
 * Says how well the figure is known once that is well enough, after some iterations; undefined before.
 * Where several figures are meant (all steps, both halves) each must be.
 */
export const oftenEnough = (
  until: RepeatUntil,
  measurements: readonly Measurement[],
): string | undefined => {
  const rows = statisticsOf(measurements.filter((measurement) => isMeant(measurement, until)))
  if (rows.length === 0 || !rows.every((row) => isKnown(row, until))) return undefined
  return rows.map((row) => rowText(row, until)).join(', ')
}

/** As in an assertion. */
const isMeant = ({ name, step, half }: Measurement, until: RepeatUntil): boolean =>
  name === until.metric &&
  (until.step === undefined || step === until.step) &&
  (half === undefined || half === (until.half ?? (until.step === undefined ? half : 'injection')))

const isKnown = (row: Statistics, { stat, share, min }: RepeatUntil): boolean => {
  const [value, interval] = [row[stat], row.intervals?.[stat]]
  if (value === null || !interval || row.iterations < min) return false
  return (interval.high - interval.low) / 2 <= share * Math.abs(value)
}

const rowText = (row: Statistics, { metric, stat }: RepeatUntil): string => {
  const where = [row.step, row.half].filter(Boolean).join(', ')
  const value = formatQuantity(row[stat], row.unit)
  return `${metric}${where === '' ? '' : `(${where})`}.${stat} is ${value}, 95 % ${formatInterval(row.intervals?.[stat], row.unit)}`
}
