/**
 * Puts the states to apply in order where a router is out of reach. What acts inside a stopped node
 * goes with it, and what is configured on a BGP speaker that is dead or frozen cannot be told to it:
 * nothing can be set there meanwhile, and all that is still active has to be set once more afterwards.
 */
import type { LeverState } from '../model/effect.ts'
import type { NodeName, Topology } from '../model/topology.ts'
import { changes, type States } from './fold.ts'

export interface Waves {
  readonly first: readonly LeverState[]
  /** After the first has been verified: everything that the first brought back into reach. */
  readonly second: readonly LeverState[]
  /** Wanted out of reach, where there is nothing to set. */
  readonly moot: readonly LeverState[]
  /** No longer wanted out of reach: to be set back when it is there again. */
  readonly owed: readonly LeverState[]
}

/** `moments` are given with the first wave: to be done once, where somebody is there to do them. */
export const wavesOf = (
  before: States,
  after: States,
  topology: Topology,
  moments: readonly LeverState[] = [],
): Waves => {
  const changed = changes(before, after, topology)
  const returned = outOfReach(before)
  const absent = outOfReach(after)
  const present = changed.filter((state) => !absent(state))
  const again = [...after.values()].filter((state) => returned(state) && !absent(state))
  const back = present.filter((state) => returned(state) && !after.has(state.subject))
  return {
    first: [
      ...present.filter((state) => !returned(state)),
      ...moments.filter((moment) => !absent(moment)),
    ],
    second: [...back, ...again],
    moot: [
      ...changed.filter((state) => absent(state) && after.has(state.subject)),
      ...moments.filter(absent),
    ],
    owed: [...before.values()].filter((state) => absent(state) && !after.has(state.subject)),
  }
}

/** Tells whether a state cannot be set while others hold. */
const outOfReach = (states: States): ((state: LeverState) => boolean) => {
  const list = [...states.values()]
  const stopped = new Set(list.filter(isStopped).map(placeOf))
  const mute = new Set(list.filter(isMute).map(placeOf))
  return (state) => {
    if (state.lever === 'process') return false
    return stopped.has(placeOf(state)) || (CONFIGURED.has(state.lever) && mute.has(placeOf(state)))
  }
}

/** Levers that the BGP speaker itself has to carry out. */
const CONFIGURED: ReadonlySet<string> = new Set<LeverState['lever']>(['session', 'routes', 'reset'])

const isStopped = (state: LeverState): boolean =>
  state.lever === 'process' && state.state === 'stopped'

/** The BGP speaker hears nothing. */
const isMute = (state: LeverState): boolean =>
  (state.lever === 'process' && state.state === 'paused') ||
  (state.lever === 'daemon' && state.daemon === 'bgp' && state.state !== 'running')

const placeOf = (state: LeverState): NodeName => ('end' in state ? state.end.node : state.node)
