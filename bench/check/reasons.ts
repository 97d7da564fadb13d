/** The step that decided, by the solver and by FRR. */
import type { DockerTestbed } from '../../src/backends/docker/testbed.ts'
import { kindOf } from '../../src/cli/context.ts'
import type { PredictedRoute, Prediction } from '../../src/solve/solve.ts'
import { FRR_REASONS, readReasons } from './frr-reason.ts'

export interface ReasonTally {
  /** FRR names the step that left one path. */
  readonly same: number
  /**
   * FRR names another step by which the best path wins against one of the others. It keeps the step
   * of one comparison of two, and not always that with the strongest rival.
   */
  readonly rival: number
  /** Neither. How often, by `solver's step, FRR's`. */
  readonly unexplained: ReadonlyMap<string, number>
}

export const NO_REASONS: ReasonTally = { same: 0, rival: 0, unexplained: new Map() }

/** Of every best path of every FRR node that is predicted to be there. */
export const askReasons = async (
  { topology, run }: DockerTestbed,
  { routes }: Prediction,
): Promise<ReasonTally> => {
  let tally = NO_REASONS
  for (const { name, kind } of topology.nodes.filter((node) => node.kind === 'frr'))
    for (const family of topology.families) {
      const { stdout } = await run(name, kindOf(kind).ask.routes(family).argv)
      for (const [prefix, reason] of readReasons(stdout)) {
        const predicted = routes.get(name)?.get(prefix)
        if (predicted) tally = addTallies([tally, judge(predicted, reason)])
      }
    }
  return tally
}

export const addTallies = (tallies: readonly ReasonTally[]): ReasonTally => {
  const unexplained = new Map<string, number>()
  for (const tally of tallies)
    for (const [pair, count] of tally.unexplained)
      unexplained.set(pair, (unexplained.get(pair) ?? 0) + count)
  return {
    same: tallies.reduce((sum, { same }) => sum + same, 0),
    rival: tallies.reduce((sum, { rival }) => sum + rival, 0),
    unexplained,
  }
}

/** One best path. */
export const judge = (
  { decidedBy, winsBy }: Pick<PredictedRoute, 'decidedBy' | 'winsBy'>,
  reason: string,
): ReasonTally => {
  const step = FRR_REASONS[reason]
  if (step === decidedBy) return { ...NO_REASONS, same: 1 }
  if (step !== undefined && winsBy.includes(step)) return { ...NO_REASONS, rival: 1 }
  return { ...NO_REASONS, unexplained: new Map([[`${decidedBy}, ${step ?? reason}`, 1]]) }
}
