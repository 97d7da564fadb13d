/** Figures for people: three digits or so, a unit, `-` for none. */

import type { Interval } from '../lib/interval.ts'
import { formatPercent } from '../lib/units.ts'
import type { Unit } from '../model/measurement.ts'

export const formatQuantity = (value: number | null | undefined, unit: Unit): string => {
  if (value === null || value === undefined) return '-'
  if (unit === 'ms') return formatMs(value)
  if (unit === 'ratio') return formatPercent(Number(value.toPrecision(3)))
  return String(Number(value.toFixed(1)))
}

/** `1.20 s to 1.32 s`. */
export const formatInterval = (interval: Interval | null | undefined, unit: Unit): string =>
  interval ? `${formatQuantity(interval.low, unit)} to ${formatQuantity(interval.high, unit)}` : '-'

/** `0.42 ms`, `12 ms`, `9.02 s`, `1m 23s`. */
export const formatMs = (ms: number): string => {
  if (Math.abs(ms) < 9.95) return `${Number(ms.toFixed(2))} ms`
  if (Math.round(Math.abs(ms)) < 1_000) return `${Math.round(ms)} ms`
  if (Math.abs(ms) < 59_995) return `${(ms / 1000).toFixed(2)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}m ${seconds % 60}s`
}
