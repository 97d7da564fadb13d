/** Graphs of the convergence literature for the event simulation. */
import type { Relation } from '../bgp/policy.ts'
import { generate } from '../generate/index.ts'
import { type EventGraph, type GraphLink, graphOf } from './graph.ts'

/** Every router with every other one. */
export const cliqueGraph = (nodes: number): EventGraph =>
  graphOf(nodes, pairs(0, nodes - 1).map(plain))

export const chainGraph = (nodes: number): EventGraph =>
  graphOf(nodes, chain(0, nodes - 1).map(plain))

export const ringGraph = (nodes: number): EventGraph =>
  graphOf(nodes, [...chain(0, nodes - 1), [nodes - 1, 0] as const].map(plain))

/**
 * The B-clique, as an edge network with a short and a long way to a dense core: a chain 0 to size - 1 and a clique of the same size, tied at both
 * ends. What 0 announces reaches the clique over the tie 0 - size; without it, over the whole chain.
 */
export const bCliqueGraph = (size: number): EventGraph => {
  const ties = [[0, size] as const, [size - 1, 2 * size - 1] as const]
  return graphOf(
    2 * size,
    [...chain(0, size - 1), ...pairs(size, 2 * size - 1), ...ties].map(plain),
  )
}

interface BarabasiAlbert {
  readonly nodes: number
  readonly attach: number
  readonly seed: number
  /** Relations by degree: the end with more links is the provider, ends alike are peers. */
  readonly related: boolean
}

export const barabasiAlbertGraph = ({ related, seed, ...spec }: BarabasiAlbert): EventGraph => {
  const { nodes, links } = generate({ shape: 'barabasi-albert', ...spec }, seed)
  const numbers = new Map(Object.keys(nodes).map((name, node) => [name, node]))
  const ends = links.map(([a, b]) => [numbers.get(a) as number, numbers.get(b) as number] as const)
  return graphOf(numbers.size, related ? byDegree(ends, numbers.size) : ends.map(plain))
}

type Ends = readonly [number, number]

const byDegree = (links: readonly Ends[], nodes: number): GraphLink[] => {
  const degrees = new Int32Array(nodes)
  for (const ends of links) for (const end of ends) degrees[end] = (degrees[end] as number) + 1
  const secondIs = ([a, b]: Ends): Relation => {
    const more = (degrees[a] as number) - (degrees[b] as number)
    if (more === 0) return 'peer'
    return more > 0 ? 'customer' : 'provider'
  }
  return links.map((ends) => ({ ends, secondIs: secondIs(ends) }))
}

const plain = (ends: Ends): GraphLink => ({ ends })

const chain = (from: number, to: number): Ends[] =>
  Array.from({ length: to - from }, (_, i) => [from + i, from + i + 1] as const)

const pairs = (from: number, to: number): Ends[] => {
  const list: Ends[] = []
  for (let a = from; a <= to; a++) for (let b = a + 1; b <= to; b++) list.push([a, b])
  return list
}
