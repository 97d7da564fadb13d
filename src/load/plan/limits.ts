import { didYouMean } from '../../lib/did-you-mean.ts'
import type { Limits } from '../../model/plan.ts'
import type { PlanFrame } from '../../model/plan-spec.ts'
import type { Topology } from '../../model/topology.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'

export const limitsOf = (text: PlanFrame['limits']): Limits => ({
  keepConnected: text['keep-connected'] ?? [],
  faultTtlMs: text['fault-ttl'],
  ...(text['nodes-down'] !== undefined && { nodesDown: text['nodes-down'] }),
  ...(text['links-down'] !== undefined && { linksDown: text['links-down'] }),
})

/** Names in `keep-connected` that the topology does not have. */
export const checkLimits = (
  source: Source,
  { keepConnected }: Limits,
  topology: Topology,
  origin: (path: Path) => Path,
): readonly Problem[] => {
  const known = [
    ...topology.nodes.map(({ name }) => name),
    ...new Set(topology.nodes.flatMap(({ groups }) => groups.map((group) => `group:${group}`))),
  ]
  return keepConnected.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [
          source.problem(origin(['limits', 'keep-connected', index]), `no node ${name}`, {
            hint: didYouMean(name, known),
          }),
        ],
  )
}
