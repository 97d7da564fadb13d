import { z } from 'zod'
import type { Random } from '../lib/random.ts'
import type { Relationship } from '../model/topology.ts'

/** What a shape gives: names and connections. All else comes from the defaults of the file. */
export interface Generated {
  readonly nodes: Readonly<
    Record<
      string,
      { readonly position?: { readonly latitude: number; readonly longitude: number } }
    >
  >
  /** What the first is to the second, where the shape has business relationships. */
  readonly links: readonly (readonly [string, string, Relationship?])[]
}

/** One family of topologies. Pure: the same parameters and random stream give the same nodes and links. */
export interface Shape<Params extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string
  readonly summary: string
  /** Keys beside `shape` and `seed`. */
  readonly params: Params
  readonly generate: (params: z.output<z.ZodObject<Params>>, random: Random) => Generated
}

export const defineShape = <Params extends z.ZodRawShape>(shape: Shape<Params>): Shape<Params> =>
  shape

/** Parameter `nodes` of nearly every shape. */
export const nodesParam = (least: number, most = 4000) =>
  z
    .int()
    .min(least, {
      error: ({ input }) => `this shape needs at least ${least} nodes, found ${input}`,
    })
    .max(most)
    .describe(`Number of nodes, ${least} to ${most}.`)

/** `r1` to `rN`. */
export const names = (count: number, stem = 'r'): string[] =>
  Array.from({ length: count }, (_, i) => `${stem}${i + 1}`)

/** Links as pairs of indices into the names. */
export const build = (
  all: readonly string[],
  pairs: Iterable<readonly [number, number]>,
): Generated => ({
  nodes: Object.fromEntries(all.map((name) => [name, {}])),
  links: [...pairs].map(([a, b]) => [all[a] as string, all[b] as string]),
})

export const chain = (from: number, to: number): [number, number][] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => [from + i, from + i + 1])

/** Every pair of `from` to `to`. */
export const clique = (from: number, to: number): [number, number][] => {
  const pairs: [number, number][] = []
  for (let a = from; a <= to; a++) for (let b = a + 1; b <= to; b++) pairs.push([a, b])
  return pairs
}
