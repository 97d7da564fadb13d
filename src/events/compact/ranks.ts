/**
 * The decision process for routers that are an AS each, reduced to numbers: of its steps only LOCAL_PREF,
 * path length and what tells two neighbours apart can decide there. The order of preferences and
 * neighbours is asked of src/bgp once; after that the best path is the least rank.
 */
import { compare, type Path } from '../../bgp/decide.ts'
import { importPreference, mayExport } from '../../bgp/policy.ts'
import { type EventGraph, RELATIONS } from '../graph.ts'

/** Above the place among the neighbours is the path length, above that the preference. */
const PLACES = 2 ** 20
const LENGTHS = 2 ** 16

/** For each edge, what a path over it has to add to `length * PLACES` to be ranked. */
export const ranksOf = (graph: EventGraph): Float64Array => {
  const ranks = new Float64Array(graph.target.length)
  for (let node = 0; node < graph.nodes; node++) {
    const from = graph.first[node] as number
    const edges = Array.from(
      { length: (graph.first[node + 1] as number) - from },
      (_, i) => from + i,
    )
    const paths = new Map(edges.map((edge) => [edge, pathOver(graph, edge)]))
    const alike = (edge: number): Path => ({ ...(paths.get(edge) as Path), localPref: 0 })
    const places = edges.map((edge) => ({ edge, path: alike(edge) }))
    places.sort((a, b) => compare(a.path, b.path))
    places.forEach(({ edge }, place) => {
      ranks[edge] = place - (paths.get(edge)?.localPref as number) * PLACES * LENGTHS
    })
  }
  return ranks
}

export const lengthRank = (length: number): number => length * PLACES

/** 1 where what was learned from the first may be told to the second; a row has RELATIONS.length. */
export const exportTable = (): Uint8Array =>
  Uint8Array.from(RELATIONS.flatMap((from) => RELATIONS.map((to) => Number(mayExport(from, to)))))

/** A path of length 0 over the edge, as the far router of an AS of its own would tell it. */
const pathOver = ({ target, relation }: EventGraph, edge: number): Path => {
  const far = target[edge] as number
  return {
    source: 'ebgp',
    localPref: importPreference(RELATIONS[relation[edge] as number]),
    asPathLength: 0,
    origin: 'igp',
    med: 0,
    neighbourAs: far + 1,
    igpCost: 0,
    routerId: far + 1,
    clusterListLength: 0,
    neighbourAddress: BigInt(far + 1),
  }
}
