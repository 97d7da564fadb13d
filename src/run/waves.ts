/**
 * Puts the states to apply in order where a stopped node is concerned. What acts inside a node goes
 * with it: nothing can be set there while it is stopped, and all that is still active there has to
 * be set once more when it has come back, fresh.
 */
import type { LeverState } from '../model/effect.ts'
import type { NodeName, Topology } from '../model/topology.ts'
import { changes, type States } from './fold.ts'

export interface Waves {
  readonly first: readonly LeverState[]
  /** After the first has been verified: states inside nodes that the first started again. */
  readonly second: readonly LeverState[]
  /** Hold, or are gone, because their node is stopped. */
  readonly moot: readonly LeverState[]
}

export const wavesOf = (before: States, after: States, topology: Topology): Waves => {
  const wasStopped = stoppedNodes(before)
  const isStopped = stoppedNodes(after)
  const restarted = (state: LeverState) =>
    isInside(state) && wasStopped.has(placeOf(state)) && !isStopped.has(placeOf(state))
  const moot = (state: LeverState) => isInside(state) && isStopped.has(placeOf(state))
  const changed = changes(before, after, topology)
  return {
    first: changed.filter((state) => !restarted(state) && !moot(state)),
    second: [...after.values()].filter(restarted),
    moot: changed.filter((state) => moot(state) || (restarted(state) && !after.has(state.subject))),
  }
}

const stoppedNodes = (states: States): ReadonlySet<NodeName> =>
  new Set(
    [...states.values()].flatMap((state) =>
      state.lever === 'process' && state.state === 'stopped' ? [state.node] : [],
    ),
  )

const isInside = ({ lever }: LeverState): boolean => lever !== 'process'

const placeOf = (state: LeverState): NodeName => ('end' in state ? state.end.node : state.node)
