import { parsePrefix } from '../../bgp/prefix.ts'
import type { Family } from '../../model/topology.ts'
import type { TopologyFile } from '../topology-schema.ts'
import type { LinkDraft } from './drafts.ts'
import type { FullNode } from './inherit.ts'

/** What is asked for, and every family that something in the file belongs to. */
export const familiesOf = (
  file: TopologyFile,
  nodes: readonly FullNode[],
  links: readonly LinkDraft[],
): readonly Family[] => {
  const wanted = new Set<Family>(file.families ?? ['ipv4'])
  for (const { spec } of nodes)
    for (const family of networkFamilies(spec.networks)) wanted.add(family)
  if (links.some(({ spec }) => spec.ipv6)) wanted.add('ipv6')
  return (['ipv4', 'ipv6'] as const).filter((family) => wanted.has(family))
}

const networkFamilies = (networks: FullNode['spec']['networks']): Family[] => {
  if (!networks) return []
  if (!Array.isArray(networks)) return networks.family ? [networks.family] : []
  return networks.map((text) => parsePrefix(text)?.family ?? 'ipv4')
}
