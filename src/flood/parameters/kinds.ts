/**
 * The kinds of values that parameters have. Each reads what a user writes, be it text from a flag
 * or the environment or a number from JSON; a message says why not, and a second line what to try.
 */
import { z } from 'zod'
import { parseAddress } from '../../bgp/prefix.ts'
import { nearest } from '../../lib/did-you-mean.ts'
import { formatDuration, parseDuration } from '../../lib/duration.ts'
import { parsePace } from '../pace-text.ts'

/** What is known of one parameter; `schema` reads it, everything else is for flags and pages. */
export interface Parameter<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema
  /** One line, without a full stop. */
  readonly doc: string
  /** What stands for the value in the help; a switch when absent. */
  readonly argument?: string
  /** As a user would write it. Absent: the doc says what holds. */
  readonly default?: string
  /** kakapo's name in the environment, and its default where it is another one. */
  readonly env?: KakapoName
}

export interface KakapoName {
  readonly name: string
  /** kakapo's plain number of seconds. */
  readonly unit?: 's'
  readonly default?: string
  /** What kakapo takes for "not set". */
  readonly unset?: string
}

export const parameter = <Schema extends z.ZodType>(facts: Parameter<Schema>): Parameter<Schema> =>
  facts

const SUFFIX: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6 }

/** A whole number; `10k` and `1M` too. */
export const whole = (min: number, max = 0xffff_ffff) =>
  z.transform((value: unknown, context) => {
    const [, digits, suffix = ''] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(String(value)) ?? []
    const number = Number(digits) * (SUFFIX[suffix] as number)
    if (Number.isInteger(number) && number >= min && number <= max) return number
    return refuse(
      context,
      value,
      `must be a whole number from ${min} to ${max}`,
      'write a number such as 100 or 10k',
    )
  })

export const wholeOrUnlimited = (min: number) =>
  z.transform((value: unknown, context) => {
    if (value === 'unlimited') return undefined
    const parsed = whole(min).safeParse(value)
    if (parsed.success) return parsed.data
    return refuse(context, value, `must be a whole number from ${min} up, or unlimited`)
  })

/** A duration with a unit; milliseconds inside. */
export const time = (minMs: number, maxMs = 30 * 24 * 3_600_000) =>
  z.transform((value: unknown, context) => {
    const ms = parseDuration(String(value))
    if (ms === undefined) {
      const near = /^\d+(\.\d+)?$/.test(String(value)) ? `write ${value}s or ${value}ms` : undefined
      return refuse(context, value, 'must be a duration with a unit, such as 500ms or 10s', near)
    }
    if (ms >= minMs && ms <= maxMs) return ms
    return refuse(
      context,
      value,
      `must be from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`,
    )
  })

export const positiveNumber = () =>
  z.transform((value: unknown, context) => {
    const number = /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : 0
    if (number > 0) return number
    return refuse(context, value, 'must be a number above zero', 'write 1 or 0.5')
  })

/** `20%`; a share from 0 to 1 inside. */
export const share = () =>
  z.transform((value: unknown, context) => {
    const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(String(value)) ?? []
    if (number !== undefined && Number(number) <= 100) return Number(number) / 100
    return refuse(context, value, 'must be a percentage from 0% to 100%', 'write 20%')
  })

export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.transform((value: unknown, context): Words[number] => {
    const word = String(value).toLowerCase()
    const found = words.find((candidate) => candidate === word)
    if (found !== undefined) return found
    return refuse(context, value, 'is not known', oneOfThem(word, words))
  })

const oneOfThem = (word: string, words: readonly string[]): string => {
  const near = nearest(word, words)
  return `write ${near === undefined ? '' : `${near}, or `}one of ${words.join(', ')}`
}

export const address = () =>
  z.transform((value: unknown, context) => {
    const text = String(value)
    if (parseAddress(text)) return text
    return refuse(context, value, 'must be an IPv4 or IPv6 address without a length')
  })

export const pace = () =>
  z.transform((value: unknown, context) => {
    const parsed = parsePace(String(value))
    if (typeof parsed !== 'string') return parsed
    return refuse(context, value, parsed, 'write 5000/s, 1k/s..5k/s:10s, or 1k/s:5s,2k/s')
  })

export const families = () =>
  z.transform((value: unknown, context): readonly ('ipv4' | 'ipv6')[] => {
    const words = Array.isArray(value) ? value.map(String) : String(value).split(',')
    const known = words.filter((word) => word === 'ipv4' || word === 'ipv6')
    if (known.length === words.length && known.length > 0) return [...new Set(known)]
    return refuse(context, value, 'must be ipv4, ipv6, or ipv4,ipv6')
  })

/** Any text without line breaks: it goes into records of one line. */
export const words = () =>
  z.transform((value: unknown, context) => {
    const text = String(value)
    if (!/[\r\n]/.test(text)) return text
    return refuse(context, value, 'must not have line breaks')
  })

/** A switch: present or not; `true` and `false` in JSON. */
export const flag = () =>
  z.transform((value: unknown, context) => {
    if (value === true || value === 'true') return true
    if (value === false || value === 'false') return false
    return refuse(context, value, 'must be true or false')
  })

export const webAddress = () =>
  z.transform((value: unknown, context) => {
    const text = String(value)
    if (/^https?:\/\//.test(text) && URL.canParse(text)) return text
    return refuse(context, value, 'must be an http or https URL', 'write http://host:8080/records')
  })

interface Refusing {
  readonly issues: unknown[]
}

/** Adds the problem; what is returned then is never used. */
const refuse = (context: Refusing, input: unknown, why: string, hint?: string): never => {
  const message = hint === undefined ? why : `${why}\n${hint}`
  context.issues.push({ code: 'custom', message, input })
  return z.NEVER
}
