import type { Impairment } from '../model/impairment.ts'
import type { RouteReport } from '../model/testbed.ts'
import type { NodeName, Topology } from '../model/topology.ts'
import type { Predict } from '../run/ask.ts'
import { diffFib, diffRib } from '../solve/diff.ts'
import { type Prediction, solve } from '../solve/solve.ts'

/** How the tables of a node, BGP's and the kernel's, differ from what the solver predicts. */
export const predictor = (topology: Topology): Predict => {
  // The runner asks again and again while the network settles: the impairment stays the same object.
  const known = new WeakMap<Impairment, Prediction>()
  return (impairment) => {
    const prediction = known.get(impairment) ?? solve(topology, impairment)
    known.set(impairment, prediction)
    return (node, routes) => diffTables(prediction, node, routes)
  }
}

export const diffTables = (
  prediction: Prediction,
  node: NodeName,
  routes: readonly RouteReport[],
): readonly string[] => {
  const bgp = diffRib(prediction, node, routes)
  // What is not in the BGP table yet cannot be in the kernel's: one sentence is enough.
  if (bgp.length > 0) return bgp
  const kernel = new Map(routes.map(({ prefix, installed = [] }) => [prefix, installed]))
  return diffFib(prediction, node, kernel)
}
