/** How many prefixes a node originates, as written: an exact number or a distribution to draw it from. */
import { z } from 'zod'

const PARAMETERS = {
  constant: ['value'],
  uniform: ['min', 'max'],
  pareto: ['alpha'],
  lognormal: ['mu', 'sigma'],
  zipf: ['exponent', 'max'],
} as const

type DistributionName = keyof typeof PARAMETERS
type Parameter = (typeof PARAMETERS)[DistributionName][number]

const DISTRIBUTIONS = Object.keys(PARAMETERS) as DistributionName[]
const ALL_PARAMETERS: readonly Parameter[] = [...new Set(Object.values(PARAMETERS).flat())]

/** The most that a draw gives where `count` does not say otherwise: what the original allowed. */
export const DEFAULT_CAP = 20

export const drawnNetworksSpec = z
  .strictObject(
    {
      count: z
        .int()
        .min(0)
        .max(131072)
        .optional()
        .describe(
          'How many prefixes the node originates. With a distribution: the most that a draw may give (default 20).',
        ),
      distribution: z
        .enum(DISTRIBUTIONS)
        .optional()
        .describe(
          'Draws how many prefixes the node originates, at least 1: constant (value), uniform (min, max), pareto (alpha), lognormal (mu, sigma), zipf (exponent, max).',
        ),
      value: z.int().min(1).optional().describe('constant: the number.'),
      min: z.int().min(0).optional().describe('uniform: the smallest number.'),
      max: z.int().min(1).max(131072).optional().describe('uniform and zipf: the largest number.'),
      alpha: z.number().gt(0).optional().describe('pareto: the shape; small means a heavy tail.'),
      mu: z.number().optional().describe('lognormal: mean of the logarithm.'),
      sigma: z
        .number()
        .min(0)
        .optional()
        .describe('lognormal: standard deviation of the logarithm.'),
      exponent: z.number().gt(0).optional().describe('zipf: the exponent.'),
      seed: z.int().optional().describe('Seed of the draw. Default 1; --seed overrides it.'),
      family: z
        .enum(['ipv4', 'ipv6'])
        .optional()
        .describe('Only this address family. Default: so many prefixes of each family of the lab.'),
    },
    {
      error: ({ input }) =>
        Array.isArray(input)
          ? 'a list of prefixes belongs to one node\nwrite it there, or a number here: { count: 1 }'
          : undefined,
    },
  )
  .superRefine((spec, context) => {
    for (const { path, text } of mistakes(spec))
      context.addIssue({ code: 'custom', path, message: text })
  })
  .describe('A number of prefixes from the pool of the lab, exact or drawn.')

export type DrawnNetworksSpec = z.output<typeof drawnNetworksSpec>

interface Mistake {
  readonly path: string[]
  readonly text: string
}

type Written = { readonly distribution?: DistributionName | undefined } & {
  readonly [key in Parameter | 'count']?: number | undefined
}

/** Every parameter of the distribution must be there, and no other. */
const mistakes = (spec: Written): readonly Mistake[] => {
  const given = ALL_PARAMETERS.filter((key) => spec[key] !== undefined)
  const { distribution } = spec
  if (!distribution) return [...countMissing(spec, given), ...given.map(strayParameter)]
  const wanted: readonly Parameter[] = PARAMETERS[distribution]
  const hint = `parameters of ${distribution}: ${wanted.join(', ')}`
  return [
    ...wanted
      .filter((key) => !given.includes(key))
      .map((key) => ({ path: [], text: `the distribution ${distribution} needs ${key}\n${hint}` })),
    ...given
      .filter((key) => !wanted.includes(key))
      .map((key) => ({ path: [key], text: `${key} has no meaning for ${distribution}\n${hint}` })),
    ...turnedRound(spec),
  ]
}

const countMissing = (spec: Written, given: readonly Parameter[]): Mistake[] =>
  spec.count === undefined && given.length === 0
    ? [
        {
          path: [],
          text: 'neither a count nor a distribution\nwrite for example { count: 5 } or { distribution: pareto, alpha: 1.5 }',
        },
      ]
    : []

const strayParameter = (key: Parameter): Mistake => {
  const owners = DISTRIBUTIONS.filter((name) =>
    (PARAMETERS[name] as readonly Parameter[]).includes(key),
  )
  const text = `${key} has no meaning without a distribution\nit belongs to distribution: ${owners.join(' or ')}`
  return { path: [key], text }
}

const turnedRound = ({ distribution, min = 0, max = min }: Written): Mistake[] =>
  distribution === 'uniform' && min > max ? [{ path: ['min'], text: 'min is larger than max' }] : []
