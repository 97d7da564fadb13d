/** Both files through the real loader, with the rehearsal. */
import { faults } from '../../src/faults/index.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { metricNames } from '../../src/measure/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Timeline } from '../../src/model/timeline.ts'
import type { Topology } from '../../src/model/topology.ts'
import { rehearse } from '../../src/run/rehearse.ts'
import { expand } from '../../src/run/timeline.ts'
import type { CaseFiles } from './case.ts'

export interface Loaded {
  readonly plan: Plan
  readonly timeline: Timeline
}

/** Rejects with an InputError for a plan that the loader refuses. */
export const loadCase = async (
  files: CaseFiles,
  topology: Topology = loadTopology(files.topologyName, files.topology, { kinds: kindNames }),
): Promise<Loaded> => {
  const plan = await loadPlan(files.planName, files.plan, {
    faults,
    metricNames,
    rehearse: (read) => rehearse(read, faults),
    loadTopology: async () => topology,
    parseTopology: () => topology,
  })
  return { plan, timeline: expand(plan, faults) }
}
