/**
 * Quantities with units, as schemas: text in, number out. A bare number is refused, since nobody
 * can tell seconds from milliseconds. The JSON schema (io: input) shows the text form.
 */
import { z } from 'zod'
import { parseDuration } from '../lib/duration.ts'

/** `10s`, `250ms`, `1m30s`; milliseconds. */
export const duration = () =>
  quantity({
    pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h))+$',
    parse: parseDuration,
    wrong: (text) =>
      `${JSON.stringify(text)} is not a duration\nwrite for example 250ms, 10s, 2m or 1m30s`,
    bare: (number) =>
      `the duration ${number} has no unit\nwrite ${number}s or ${Number((number * 1000).toFixed(3))}ms`,
  })

/** `64kbit`, `10mbit`, `1gbit`; bits per second. */
export const rate = () =>
  quantity({
    pattern: '^\\d+(\\.\\d+)?(bit|kbit|mbit|gbit)$',
    parse: parseRate,
    wrong: (text) =>
      `${JSON.stringify(text)} is not a rate\n${RATE_HINT}${
        /bps$/i.test(text)
          ? '; "bps" is refused since it means bits in one tool and bytes in another'
          : ''
      }`,
    bare: (number) => `the rate ${number} has no unit\nwrite ${number}mbit or ${number}kbit`,
  })

/** `5%`, `0.1%`; a share from 0 to 1. */
export const percent = () =>
  quantity({
    pattern: '^\\d+(\\.\\d+)?%$',
    parse: parsePercent,
    wrong: (text) =>
      `${JSON.stringify(text)} is not a share between 0% and 100%\nwrite for example 5% or 0.1%`,
    bare: (number) =>
      `the share ${number} has no unit\nwrite ${Number((number <= 1 ? number * 100 : number).toFixed(6))}%`,
  })

const RATE_HINT = 'write for example 64kbit, 10mbit or 1gbit (bits per second)'
const RATE_BPS: Readonly<Record<string, number>> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 }

const parseRate = (text: string): number | undefined => {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(bit|kbit|mbit|gbit)$/.exec(text) ?? []
  const bps = Math.round(Number(count) * (RATE_BPS[unit ?? ''] ?? Number.NaN))
  return bps > 0 ? bps : undefined
}

const parsePercent = (text: string): number | undefined => {
  const [, count] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? []
  return Number(count) <= 100 ? Number(count) / 100 : undefined
}

interface Quantity {
  /** For the JSON schema. */
  readonly pattern: string
  readonly parse: (text: string) => number | undefined
  readonly wrong: (text: string) => string
  readonly bare: (number: number) => string
}

const quantity = ({ pattern, parse, wrong, bare }: Quantity) =>
  z
    .string({ error: ({ input }) => (typeof input === 'number' ? bare(input) : undefined) })
    .meta({ pattern })
    .transform((text, context) => {
      const value = parse(text)
      if (value !== undefined) return value
      context.issues.push({ code: 'custom', message: wrong(text), input: text })
      return z.NEVER
    })
