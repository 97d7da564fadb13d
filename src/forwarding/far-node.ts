import type { Topology } from '../model/topology.ts'
import type { FarNode } from './types.ts'

export const farNodes = ({ links }: Topology): FarNode => {
  const ends = new Map(links.map((link) => [link.id, link.ends]))
  return (link, node) => {
    const [a, b] = ends.get(link) ?? []
    if (!a || !b) throw new Error(`the topology has no link ${link}`)
    return a.node === node ? b.node : a.node
  }
}
