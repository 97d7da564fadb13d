import { fitsGlob } from '../lib/glob.ts'
import type { TargetType } from '../model/fault.ts'
import { bridges, cutVertices, graphOf } from '../model/graph.ts'
import type { Node, Topology } from '../model/topology.ts'
import type { Candidate } from './candidates.ts'

/** Does a word of a selector name this candidate? */
export const matches = (
  word: string,
  candidate: Candidate,
  type: TargetType,
  topology: Topology,
): boolean => {
  if (word.includes('->') !== candidate.directed) return false
  if (word === 'all') return true
  if (word === 'bridge-links') return type === 'link' && bridgesOf(topology).has(candidate.key)
  if (word === 'cut-vertices')
    return (type === 'node' || type === 'nodes') && cutsOf(topology).has(candidate.key)
  const property = /^(group|kind|asn):(.+)$/.exec(word)
  if (property) return candidate.nodes.some((node) => has(node, property[1], property[2]))
  return candidate.names.some((name) => fitsGlob(name, word))
}

const has = (node: Node, property: string | undefined, value = ''): boolean => {
  if (property === 'group') return node.groups.includes(value)
  return property === 'kind' ? node.kind === value : String(node.asn) === value
}

// Topologies are frozen, and these answers are asked for once per candidate.
const memo = (answer: (topology: Topology) => readonly string[]) => {
  const known = new WeakMap<Topology, ReadonlySet<string>>()
  return (topology: Topology): ReadonlySet<string> => {
    const set = known.get(topology) ?? new Set(answer(topology))
    known.set(topology, set)
    return set
  }
}

const bridgesOf = memo((topology) => bridges(graphOf(topology)))
const cutsOf = memo((topology) => cutVertices(graphOf(topology)))
