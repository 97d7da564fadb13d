/** The states that an oscillation in step goes through: what a drawing of it shows. */
import { isSameState, type RouteState, routeStateOf } from '../route-state.ts'
import type { Simulation } from '../simulation.ts'
import type { Gadget } from './define.ts'
import { LIMITS, LOCKSTEP, type Played, playGadget, stageGadget } from './play.ts'

/** One state of an oscillation, from `atMs` of its period until the next one. */
export interface Frame extends RouteState {
  readonly atMs: number
}

/**
 * One turn of the oscillation that an act leads to; empty where it comes to rest. `at`: number of the
 * act, 0 for the announcement. Looked at between the steps; where a router changes its mind twice in
 * a step, so that nothing is seen between them, after each change.
 */
export const cycleOf = (gadget: Gadget, at: number): readonly Frame[] => {
  const { result } = playGadget(gadget, LOCKSTEP, 1)[at] as Played
  const { periodMs, quietMs, certain } = result
  if (periodMs === undefined || !certain) return []
  const steps = { firstMs: quietMs - periodMs, count: Math.round(periodMs / STEP_MS) }
  const between = shortestTurn(distinct(betweenSteps(gadget, at, steps)))
  return between.length > 1 ? between : distinct(afterChanges(gadget, at, steps))
}

const STEP_MS = LOCKSTEP.delayMs

interface Steps {
  readonly firstMs: number
  readonly count: number
}

const betweenSteps = (gadget: Gadget, at: number, { firstMs, count }: Steps): readonly Frame[] => {
  const simulation = until(gadget, at, firstMs + STEP_MS / 2)
  return Array.from({ length: count }, (_, i) => {
    if (i > 0) simulation.perform([], { ms: STEP_MS })
    return { atMs: i * STEP_MS, ...routeStateOf(simulation) }
  })
}

/** Whoever changes its mind says so. */
const afterChanges = (gadget: Gadget, at: number, { firstMs, count }: Steps): readonly Frame[] => {
  const frames: Frame[] = []
  const simulation = until(gadget, at, firstMs + STEP_MS / 2, (atMs) => {
    const sinceMs = atMs - fromMs
    if (sinceMs > 0) frames.push({ atMs: sinceMs - STEP_MS, ...routeStateOf(simulation) })
  })
  const fromMs = simulation.nowMs - STEP_MS / 2
  simulation.perform([], { ms: count * STEP_MS })
  return frames
}

/** The simulation so long after the beginning of the act. */
const until = (
  gadget: Gadget,
  at: number,
  ms: number,
  onSent?: (atMs: number) => void,
): Simulation => {
  let isThere = false
  const { simulation, acts } = stageGadget(gadget, LOCKSTEP, 1, (sent) => {
    if (isThere) onSent?.(sent.atMs)
  })
  for (const { changes } of acts.slice(0, at)) simulation.perform(changes, LIMITS)
  simulation.perform(acts[at]?.changes ?? [], { ms })
  isThere = true
  return simulation
}

const distinct = (frames: readonly Frame[]): readonly Frame[] =>
  frames.filter((frame, i) => i === 0 || !isSameState(frame, frames[i - 1] as Frame))

/** Messages may need several turns of the routes until they are the same again. */
const shortestTurn = (frames: readonly Frame[]): readonly Frame[] => {
  const length = frames.findIndex(
    (_, turn) =>
      turn > 0 &&
      frames.length % turn === 0 &&
      frames.every((frame, i) => isSameState(frame, frames[i % turn] as Frame)),
  )
  return length > 0 ? frames.slice(0, length) : frames
}
