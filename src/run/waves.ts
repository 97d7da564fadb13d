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
  /** After the first has been verified: everything inside nodes that the first started again. */
  readonly second: readonly LeverState[]
  /** Wanted inside a stopped node, where there is nothing to set. */
  readonly moot: readonly LeverState[]
  /** No longer wanted inside a stopped node: to be set back when it is there again. */
  readonly owed: readonly LeverState[]
}

export const wavesOf = (before: States, after: States, topology: Topology): Waves => {
  const wasStopped = stoppedNodes(before)
  const isStopped = stoppedNodes(after)
  const changed = changes(before, after, topology)
  const restarted = (state: LeverState) => wasStopped.has(placeOf(state))
  const inside = (state: LeverState) => state.lever !== 'process'
  const present = changed.filter((state) => !inside(state) || !isStopped.has(placeOf(state)))
  const absent = (state: LeverState) => inside(state) && isStopped.has(placeOf(state))
  const again = [...after.values()].filter((state) => inside(state) && restarted(state))
  const back = present.filter(
    (state) => inside(state) && restarted(state) && !after.has(state.subject),
  )
  return {
    first: present.filter((state) => !inside(state) || !restarted(state)),
    second: [...back, ...again.filter((state) => !absent(state))],
    moot: changed.filter((state) => absent(state) && after.has(state.subject)),
    owed: [...before.values()].filter((state) => absent(state) && !after.has(state.subject)),
  }
}

const stoppedNodes = (states: States): ReadonlySet<NodeName> =>
  new Set(
    [...states.values()].flatMap((state) =>
      state.lever === 'process' && state.state === 'stopped' ? [state.node] : [],
    ),
  )

const placeOf = (state: LeverState): NodeName => ('end' in state ? state.end.node : state.node)
