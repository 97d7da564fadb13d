/** Plays a gadget: the prefix is announced, then one act after the other, each followed to its end. */
import { simulateExact } from '../exact/simulate.ts'
import type { EventResult } from '../result.ts'
import { type RouteState, routeStateOf } from '../route-state.ts'
import type { Change, Limits, Sent, Simulation } from '../simulation.ts'
import type { Timing } from '../timing.ts'
import type { Act, Gadget } from './define.ts'

/** Every link the same, nothing drawn: an oscillation is certain when a state comes again. */
export const LOCKSTEP = { delayMs: 10 } as const satisfies Timing
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

/** The state is that of the end; where it oscillates, of the moment at which that was found. */
export interface Played extends RouteState {
  readonly act: string
  readonly result: EventResult
}

export const LIMITS: Limits = { messages: 3000 }

export const playGadget = (gadget: Gadget, timing: Timing, seed: number): Played[] => {
  const { simulation, acts } = stageGadget(gadget, timing, seed)
  return acts.map(({ name, changes }) => {
    const result = simulation.perform(changes, LIMITS)
    return { act: name, result, ...routeStateOf(simulation) }
  })
}

interface Stage {
  readonly simulation: Simulation
  readonly acts: readonly { readonly name: string; readonly changes: readonly Change[] }[]
}

/** The simulation before anything was announced, and what is to happen in it. */
export const stageGadget = (
  { network, acts = [] }: Gadget,
  timing: Timing,
  seed: number,
  onSent?: (sent: Sent) => void,
): Stage => {
  const node = (name: string) => network.routers.findIndex((router) => router.name === name)
  const announce = network.routers.flatMap(({ announces }, at): Change[] =>
    announces ? [{ type: 'announce', node: at }] : [],
  )
  return {
    simulation: simulateExact({ network, timing, seed, watch: true, ...(onSent && { onSent }) }),
    acts: [
      { name: 'announced', changes: announce },
      ...acts.map((act) => ({ name: act.name, changes: changesOf(act, node) })),
    ],
  }
}

const changesOf = ({ down = [], up = [] }: Act, node: (name: string) => number): Change[] => {
  const ends = ([a, b]: readonly [string, string]) => [node(a), node(b)] as const
  return [
    ...down.map((session): Change => ({ type: 'link-down', ends: ends(session) })),
    ...up.map((session): Change => ({ type: 'link-up', ends: ends(session) })),
  ]
}
