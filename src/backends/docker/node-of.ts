import type { Node, Topology } from '../../model/topology.ts'

export const nodeOf = (topology: Topology, name: string): Node => {
  const node = topology.nodes.find((candidate) => candidate.name === name)
  if (!node) throw new Error(`the lab has no node ${name}`)
  return node
}
