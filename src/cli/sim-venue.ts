/** Experiments on the simulator. Nothing of this machine gets into their journal. */
import { EPOCH_MS } from '../backends/sim/clock.ts'
import { simBackend } from '../backends/sim/index.ts'
import { softwareOf } from '../backends/sim/profile.ts'
import type { Plan } from '../model/plan.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Topology } from '../model/topology.ts'
import { type Context, kindOf, timeoutMsOf } from './context.ts'
import { refuseMissingLevers, refuseUnfitLoads } from './missing-levers.ts'
import { readyLine } from './progress.ts'
import type { Stage, Venue } from './venue.ts'
import { packageVersion } from './version.ts'

/** `why`: why it is not Docker, where nobody asked for the simulator. */
export const simVenue = (context: Context, why?: string): Venue => ({
  backend: 'sim',
  describe: ({ nodes }) =>
    `the simulator${why ? `, since ${why}` : ''}: ${nodes.length} simulated routers`,
  refuse: async ({ plan }) => refuseUnfitLoads(plan, kindOf),
  async open({ plan, timeline }, signal) {
    const testbed = await startSimulator({ ...context, signal }, plan.topology, plan.seed)
    refuseMissingLevers(timeline, testbed)
    return {
      testbed,
      versions: versionsOf(plan),
      hasCaptures: true,
      [Symbol.asyncDispose]: () => testbed[Symbol.asyncDispose](),
    }
  },
  down: async () => undefined,
})

/** Every session is Established. */
export const startSimulator = (
  context: Context,
  topology: Topology,
  seed: number,
): Promise<Testbed> =>
  simBackend({
    seed,
    readyTimeoutMs: timeoutMsOf(context),
    onReady: readyLine(context.note),
  }).up(topology, context.signal)

/** Virtual time since the network was made. */
export const upSinceMs = ({ clock }: Testbed): number => clock.now() - EPOCH_MS

const versionsOf = ({ topology }: Plan): Stage['versions'] => {
  const kinds = [...new Set(topology.nodes.map(({ kind }) => kind))]
  return {
    chaoslemur: packageVersion(),
    ...Object.fromEntries(kinds.map((kind) => [kind, `as ${softwareOf(kind)}`])),
  }
}
