/** Where a plan is played. All that the backends do differently around an experiment is behind this. */
import type { Plan } from '../model/plan.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Topology } from '../model/topology.ts'

export interface Venue {
  /** As the journal names it. */
  readonly backend: string
  /** For the first line of a run: `Docker 20.10.5: 11 real routers`. */
  describe(topology: Topology): string
  /** Refuses what cannot be done here, as far as that is known before anything is started. */
  refuse(part: Part): Promise<void>
  /** Every session is Established when it resolves; nothing is left open when it rejects. */
  open(part: Part, signal: AbortSignal): Promise<Stage>
  /** Takes down what stays of the lab after the run. */
  down(lab: string): Promise<void>
}

export interface Part {
  readonly plan: Plan
  readonly timeline: Timeline
}

export interface Stage extends AsyncDisposable {
  readonly testbed: Testbed
  /** Of all that takes part, for the journal. */
  readonly versions: Readonly<Record<string, string>>
  /** Whether packets can be captured to files. */
  readonly hasCaptures: boolean
  /** Writes the routers' own logs since this instant to a folder, where they have any. */
  keepLogs?(folder: string, sinceMs: number): Promise<void>
}
