import type { TopologyText } from '../model/topology-spec.ts'
import { type GenerateSpec, generate } from './index.ts'

/** A topology file with the nodes and links of a shape written out. */
export const generateSpecOf = (name: string, spec: GenerateSpec, seed?: number): TopologyText => {
  const { nodes, links } = generate(spec, seed)
  return {
    name,
    defaults: { kind: 'frr', networks: { count: 1 } },
    nodes: Object.fromEntries(Object.entries(nodes).map(([node, value]) => [node, { ...value }])),
    links: links.map(([a, b, relationship]) =>
      relationship ? { endpoints: [a, b], relationship } : [a, b],
    ),
  }
}
