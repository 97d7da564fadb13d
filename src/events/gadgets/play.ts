/** Plays a gadget: the prefix is announced, then one act after the other, each followed to its end. */
import { simulateExact } from '../exact/simulate.ts'
import type { EventResult } from '../result.ts'
import type { Change, Limits, Simulation } from '../simulation.ts'
import type { Timing } from '../timing.ts'
import type { Act, Gadget } from './define.ts'

/** Every link the same, nothing drawn: an oscillation is certain when a state comes again. */
export const LOCKSTEP: Timing = { delayMs: 10 }
/**
 * What chance makes of it: delays of 1 to 101 ms, drawn for each message, and an MRAI of 1 s with
 * jitter. Without an MRAI every message begets another one, and two routers that disagree never end.
 */
export const DRAWN: Timing = {
  delayMs: 1,
  jitterMs: 100,
  mrai: { ms: 1000, per: 'peer' },
  mraiJitter: true,
}

export interface Played {
  readonly act: string
  readonly result: EventResult
  /** AS path of each router; where it oscillates, the one of the moment at which that was found. */
  readonly asPaths: readonly (readonly number[] | undefined)[]
}

const LIMITS: Limits = { messages: 3000 }

export const playGadget = (gadget: Gadget, timing: Timing, seed: number): Played[] => {
  const { network, acts = [] } = gadget
  const simulation = simulateExact({ network, timing, seed, watch: true })
  const node = (name: string) => network.routers.findIndex((router) => router.name === name)
  const announce = network.routers.flatMap(({ announces }, at): Change[] =>
    announces ? [{ type: 'announce', node: at }] : [],
  )
  return [
    played(simulation, 'announced', announce),
    ...acts.map((act) => played(simulation, act.name, changesOf(act, node))),
  ]
}

const played = (simulation: Simulation, act: string, changes: readonly Change[]): Played => {
  const result = simulation.perform(changes, LIMITS)
  const { graph, speakers } = simulation
  const asPaths = Array.from({ length: graph.nodes }, (_, at) => speakers.asPath(at))
  return { act, result, asPaths }
}

const changesOf = ({ down = [], up = [] }: Act, node: (name: string) => number): Change[] => {
  const ends = ([a, b]: readonly [string, string]) => [node(a), node(b)] as const
  return [
    ...down.map((session): Change => ({ type: 'link-down', ends: ends(session) })),
    ...up.map((session): Change => ({ type: 'link-up', ends: ends(session) })),
  ]
}
