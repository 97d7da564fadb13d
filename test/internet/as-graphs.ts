/** AS graphs for tests: as text of the file format, and at random. */
import fc from 'fast-check'
import { parseAsRel } from '../../src/internet/as-rel/parse.ts'
import { type AsGraph, buildGraph } from '../../src/internet/graph.ts'
import type { Relationship } from '../../src/model/topology.ts'

/** `'1>2 2>3 1=4 3~4'`: 1 is a provider of 2, peers are =, siblings ~. */
export const graphOf = (text: string): AsGraph => {
  const lines = text.split(' ').map((link) => {
    const [, a, sign = '', b] = /^(\d+)([>=~])(\d+)$/.exec(link) ?? []
    return `${a}|${b}|${{ '>': -1, '=': 0, '~': 1 }[sign]}\n`
  })
  return parsed(lines.join(''))
}

export const parsed = (text: string): AsGraph =>
  buildGraph(parseAsRel('links.txt', new TextEncoder().encode(text)).links)

export interface RandomGraph {
  readonly size: number
  /** ASes are 1 to `size`; of an entry, what the first is to the second. */
  readonly edges: readonly (readonly [number, number, Relationship])[]
}

/** Providers have lower numbers than their customers, so that nobody is its own provider by a detour. */
export const hierarchies = (most: number): fc.Arbitrary<RandomGraph> =>
  fc.integer({ min: 2, max: most }).chain((size) => {
    const asn = fc.integer({ min: 1, max: size })
    return fc
      .uniqueArray(fc.tuple(asn, asn, fc.boolean()), {
        minLength: 1,
        maxLength: 4 * size,
        selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
      })
      .map((pairs) => ({
        size,
        edges: pairs
          .filter(([a, b]) => a !== b)
          .map(([a, b, isPeer]): [number, number, Relationship] => [
            Math.min(a, b),
            Math.max(a, b),
            isPeer ? 'peer' : 'provider-customer',
          ]),
      }))
      .filter(({ edges }) => edges.length > 0)
  })

/** Without ASes that have no link. */
export const graphOfEdges = ({ edges }: RandomGraph): AsGraph =>
  graphOf(edges.map(([a, b, type]) => `${a}${type === 'peer' ? '=' : '>'}${b}`).join(' '))
