/** Route-flap damping as written in a topology file. */
import { z } from 'zod'
import { ceilingOf, type Damping } from '../bgp/router/damping.ts'
import { duration } from '../lib/units.ts'

const MINUTE = 60_000

/** RFC 7196 section 3 wants no route suppressed below 6000; the rest is what the daemons have. */
const RECOMMENDED = { halfLifeMs: 15 * MINUTE, reuse: 750, suppress: 6000, halves: 4 }

/** The daemons count in minutes. */
const minutes = (what: string, most: number) =>
  duration().refine((ms) => ms % MINUTE === 0 && ms >= MINUTE && ms <= most * MINUTE, {
    error: `${what} is out of range\nwrite whole minutes, 1m to ${most}m`,
  })

// What both FRR and Quagga take.
const threshold = () => z.int().min(1).max(20_000)

const parametersSpec = z
  .strictObject({
    'half-life': minutes('the half-life', 45)
      .optional()
      .describe('Time in which the penalty falls by half. Default 15m.'),
    reuse: threshold()
      .optional()
      .describe('A suppressed route with a lower penalty is used again. Default 750.'),
    suppress: threshold()
      .optional()
      .describe('A route whose penalty reaches this is suppressed. Default 6000 (RFC 7196).'),
    'max-suppress': minutes('max-suppress', 255)
      .optional()
      .describe('Longest suppression of a route that is quiet. Default four half-lives.'),
  })
  .superRefine((spec, context) => {
    const text = mistake(dampingOf(spec))
    if (text) context.addIssue({ code: 'custom', message: text })
  })
  .describe('A withdrawal costs 1000, other attributes 500, an announcement nothing.')

export const dampingSpec = z
  .union([z.boolean().describe('true: with the default of every value.'), parametersSpec], {
    error: 'damping is true, false or a map\nwrite true or { half-life: 15m, suppress: 6000 }',
  })
  .describe(
    'Suppresses prefixes that flap on eBGP sessions (RFC 2439). true: with the values of RFC 7196.',
  )

type DampingSpec = z.output<typeof dampingSpec>

export const dampingOf = (spec: DampingSpec): Damping | undefined => {
  if (spec === false) return undefined
  const { halfLifeMs, reuse, suppress, halves } = RECOMMENDED
  const written = spec === true ? {} : spec
  const halfLife = written['half-life'] ?? halfLifeMs
  return {
    halfLifeMs: halfLife,
    reuse: written.reuse ?? reuse,
    suppress: written.suppress ?? suppress,
    maxSuppressMs: written['max-suppress'] ?? halves * halfLife,
  }
}

const mistake = (damping: Damping | undefined): string | undefined => {
  // The thresholds themselves are judged elsewhere.
  if (!damping || damping.reuse < 1) return undefined
  const { reuse, suppress } = damping
  const most = Math.floor(ceilingOf(damping))
  if (suppress < reuse) return `suppress (${suppress}) is lower than reuse (${reuse})`
  if (most < suppress)
    return `no penalty gets higher than ${most}, so nothing is ever suppressed at ${suppress}\nreuse x 2^(max-suppress / half-life) must be more than suppress: a longer max-suppress, or a lower suppress`
  return undefined
}
