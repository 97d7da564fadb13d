import type { Random } from '../../src/lib/random.ts'
import type { TargetType } from '../../src/model/fault.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { StepText } from './case.ts'
import { oneOf, someOf } from './dice.ts'

/** Names, lists, globs, words and draws. Some of them select nothing in some networks, and are refused. */
export const drawTargets = (
  random: Random,
  type: TargetType,
  topology: Topology,
): StepText['on'] => {
  const names = namesOf(type, topology)
  const node = oneOf(random, topology.nodes)
  switch (oneOf(random, WAYS)) {
    case 'list':
      return someOf(random, names, random.integer(1, 3))
    case 'pick':
      return { pick: random.integer(1, Math.min(2, names.length)) }
    case 'kind':
      return { kind: node.kind, pick: 1 }
    case 'asn':
      return { asn: node.asn, pick: 1 }
    case 'glob':
      return { names: [`${node.name}*`, `*${node.name}`], pick: 1 }
    case 'word':
      return type === 'link' ? 'bridge-links' : { names: ['cut-vertices'], pick: 1 }
    case 'exclude':
      return { pick: 1, exclude: [oneOf(random, names)] }
    default:
      return oneOf(random, names)
  }
}

const WAYS = [
  'name',
  'name',
  'name',
  'name',
  'list',
  'pick',
  'kind',
  'asn',
  'glob',
  'word',
  'exclude',
] as const

const namesOf = (type: TargetType, { nodes, links, sessions }: Topology): readonly string[] => {
  if (type === 'link') return links.map(({ id }) => id)
  if (type === 'session') return sessions.map(({ id }) => id)
  return nodes.map(({ name }) => name)
}
