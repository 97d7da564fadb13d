/** Figures for people: three digits or so, a unit, `-` for none. */

import type { Interval } from '../lib/interval.ts'
import { formatPercent } from '../lib/units.ts'
import type { Unit } from '../model/measurement.ts'

export const formatQuantity = (value: number | null | undefined, unit: Unit): string => {
  if (value === null || value === undefined) return '-'
  if (unit === 'ms') return formatMs(value)
  if (unit === 'ratio') return formatPercent(Number(value.toPrecision(3)))
  if (unit === 'octets') return formatOctets(value)
  return String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1)))
}

/** `812 B`, `1.4 MiB`, `231 MiB`. */
const formatOctets = (octets: number): string => {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, octets)) / 10))
  const value = octets / 1024 ** power
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${UNITS[power]}`
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

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
