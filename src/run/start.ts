import type { StepEvent } from '../model/plan.ts'
import type { Activation } from '../model/timeline.ts'
import type { Stage } from './stage.ts'

/**
 * Waits for the start of an activation; when it was due, by the clock, or undefined when it will never
 * come, which is journalled.
 */
export const started = async (
  activation: Activation,
  stage: Stage,
): Promise<number | undefined> => {
  const { start } = activation
  const { clock } = stage.testbed
  if (start.type === 'at') {
    await clock.until(stage.t0 + start.atMs, stage.signal)
    return stage.t0 + start.atMs
  }
  const at = await stage.board.after(start.activations, start.event)
  stage.signal.throwIfAborted()
  if (at === undefined) {
    skip(activation, stage, `${start.activations.join(', ')} never ${PAST[start.event]}`)
    return undefined
  }
  // The event itself may be some time ago: it is known only when it has been verified.
  const now = clock.now()
  await clock.until(at + start.delayMs, stage.signal)
  return Math.max(at + start.delayMs, now)
}

/** Journals that the activation, or a phase of it, does not take place. */
export const skip = ({ id, step }: Activation, { journal, testbed }: Stage, why: string): void => {
  const reason = id === step ? why : `${id}: ${why}`
  journal.write({ type: 'step-skipped', at: testbed.clock.now(), step, reason })
}

const PAST: Readonly<Record<StepEvent, string>> = {
  started: 'started',
  injected: 'was injected',
  healed: 'was healed',
  converged: 'converged',
  ended: 'ended',
}
