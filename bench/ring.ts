import { kindNames } from '../src/kinds/index.ts'
import { loadTopology } from '../src/load/topology.ts'
import type { Topology } from '../src/model/topology.ts'

/** A ring of FRR routers, each an AS of its own with one prefix. */
export const ringOf = (name: string, nodes: number): Topology =>
  loadTopology('bench', `name: ${name}\ngenerate: { shape: ring, nodes: ${nodes} }\n`, {
    kinds: kindNames,
  })
