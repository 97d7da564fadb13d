/**
 * Quantities as text in files, numbers inside. Codecs rather than transforms, so that a plan
 * that was read can be written back (`z.encode`), and so that the JSON schema is that of the text.
 */
import { z } from 'zod'
import { formatDuration, parseDuration } from './duration.ts'

const DURATION = /^(\d+(\.\d+)?(ms|s|m|h))+$/
const RATE = /^\d+(\.\d+)?(bit|kbit|mbit|gbit)$/
const PER_SECOND = /^\d+(\.\d+)?k?\/s$/
const PERCENT = /^(100(\.0+)?|\d{1,2}(\.\d+)?)%$/

const YEAR_MS = 365 * 24 * 3_600_000

/** Finer than anything that is measured, and still written without an exponent. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Text such as `250ms`, `10s`, `1m30s`; milliseconds inside. */
export const duration = () =>
  z.codec(
    text(DURATION, 'must be a duration with a unit, such as 250ms, 10s or 1m30s', durationHint),
    z.number().nonnegative().max(YEAR_MS, 'must be at most a year (8760h)'),
    { decode: (value) => rounded(parseDuration(value) as number, 3), encode: formatDuration },
  )

/** A duration above zero. */
export const positiveDuration = () =>
  duration().refine((ms) => ms > 0, { error: 'must be longer than 0s' })

/** Text such as `64kbit`, `100mbit`, `1gbit`; bits per second inside. */
export const rate = () =>
  z.codec(
    text(RATE, 'must be a rate with a unit, such as 64kbit, 100mbit or 1gbit', rateHint),
    z.number().positive('must be more than 0bit').max(1e12, 'must be at most 1000gbit'),
    { decode: parseRate, encode: formatRate },
  )

/** Text such as `5000/s` or `5k/s`; how many a second inside. */
export const perSecond = () =>
  z.codec(
    text(PER_SECOND, 'must be a number a second, such as 5000/s or 5k/s', (n) => `write ${n}/s`),
    z.number().nonnegative().max(1e8, 'must be at most 100000k/s'),
    { decode: parsePerSecond, encode: (value) => `${value}/s` },
  )

/** Text from `0%` to `100%`; a share from 0 to 1 inside. */
export const percent = () =>
  z.codec(
    text(PERCENT, 'must be a percentage from 0% to 100%, such as 20% or 0.5%', percentHint),
    z.number().min(0).max(1),
    { decode: (value) => rounded(Number.parseFloat(value) / 100, 8), encode: formatPercent },
  )

const RATE_UNITS = [
  ['gbit', 1e9],
  ['mbit', 1e6],
  ['kbit', 1e3],
  ['bit', 1],
] as const

/** The shortest text that says the same: 100000000 is `100mbit`. */
export const formatRate = (bps: number): string => {
  const [unit, factor] = RATE_UNITS.find(([, size]) => bps >= size && bps % size === 0) ?? [
    'bit',
    1,
  ]
  return `${bps / factor}${unit}`
}

/** 0.2 is `20%`. Twelve digits: enough for any file, few enough to hide binary fractions. */
export const formatPercent = (share: number): string => `${Number((share * 100).toPrecision(12))}%`

const parseRate = (value: string): number => {
  const unit = RATE_UNITS.find(([name]) => value.endsWith(name)) as (typeof RATE_UNITS)[number]
  return Math.round(Number.parseFloat(value) * unit[1])
}

const parsePerSecond = (value: string): number =>
  rounded(Number.parseFloat(value) * (value.includes('k') ? 1000 : 1), 3)

const durationHint = (number: number, unit: string): string => {
  if (/^m(s|illi)/i.test(unit)) return `write ${number}ms`
  if (/^s/i.test(unit)) return `write ${number}s`
  if (/^min/i.test(unit)) return `write ${number}m`
  return `write ${number}s or ${number * 1000}ms`
}

/** `mbps` means bits in one tool and bytes in another, so it is no unit here. */
const rateHint = (number: number, unit: string): string => {
  const known = RATE_UNITS.find(([name]) => name === unit.toLowerCase())
  if (known) return `write ${number}${known[0]}`
  const either = `write ${number}mbit or ${number}kbit`
  return /bps$/i.test(unit)
    ? `"${unit}" may mean bits or bytes: ${either} (bits per second)`
    : either
}

const percentHint = (number: number): string | undefined => {
  if (number > 100) return undefined
  return `write ${number}%${number <= 1 ? ` or ${formatPercent(number)}` : ''}`
}

/** The message says what was written; after a line break follows a hint when it begins with a number. */
const text = (
  pattern: RegExp,
  message: string,
  hint: (number: number, unit: string) => string | undefined,
) => {
  const error = ({ input }: { readonly input?: unknown }) => {
    // What is not there at all is named by whoever knows its key.
    if (input === undefined) return undefined
    // Lists and maps are not shown: they may be long, and some cannot be made text at all.
    const isPlain = typeof input === 'string' || typeof input === 'number'
    const first = isPlain ? `${JSON.stringify(input)} ${message}` : message
    const written = isPlain ? String(input) : ''
    const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*(.*)$/.exec(written) ?? []
    const advice = number === undefined ? undefined : hint(Number(number), unit)
    return advice === undefined ? first : `${first}\n${advice}`
  }
  return z.string({ error }).regex(pattern, { error })
}
