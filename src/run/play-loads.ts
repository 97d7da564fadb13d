/** Plays the loads of a plan beside its steps, and writes what they do into the journal. */
import { explain } from '../lib/errors.ts'
import type { Load, LoadEvent } from '../model/load.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Stage } from './stage.ts'

/** From its start to its `load-ended`. An abort ends it, and rejects when nothing of it is left. */
export const playLoad = async (load: Load, timeline: Timeline, stage: Stage): Promise<void> => {
  const { testbed, journal, signal } = stage
  if (!(await isDue(load, timeline, stage))) return
  for await (const event of (await begin(load, stage)) ?? []) {
    journal.write(event)
    const reason = doubtOf(event)
    if (reason && !signal.aborted)
      journal.write({ type: 'invalidated', at: testbed.clock.now(), reason })
  }
  signal.throwIfAborted()
}

/** How many of these the board must count: it knows who waits for whom. */
export const waitingLoads = (loads: readonly Load[]): number =>
  loads.filter(({ start }) => start.type === 'after').length

/** False when the event that it waits for will never come, which is journalled. */
const isDue = async (
  { id, start }: Load,
  timeline: Timeline,
  { testbed, journal, board, signal, t0 }: Stage,
): Promise<boolean> => {
  const { clock } = testbed
  if (start.type === 'at') {
    await clock.until(t0 + start.atMs, signal)
    return true
  }
  const { steps, event, delayMs } = start
  const activations = timeline
    .filter((one) => steps.includes(one.step) || steps.includes(one.id))
    .map((one) => one.id)
  const at = await board.after(activations, event)
  signal.throwIfAborted()
  // Nobody waits for a load: what goes on beside it is none of the board's business.
  board.over(id, clock.now())
  if (at !== undefined) await clock.until(at + delayMs, signal)
  else {
    const reason = `${steps.join(', ')}: the event "${event}" never came`
    journal.write({ type: 'step-skipped', at: clock.now(), step: id, reason })
  }
  return at !== undefined
}

/** A load that cannot be started makes the run worth nothing, but what is broken must still be healed in order. */
const begin = async (
  load: Load,
  { testbed, journal, signal }: Stage,
): Promise<AsyncIterable<LoadEvent> | undefined> => {
  try {
    if (!testbed.startLoad) throw new Error('this backend has no engine for it')
    return await testbed.startLoad(load, signal)
  } catch (error) {
    signal.throwIfAborted()
    const reason = `load ${load.id} did not start: ${explain(error)}`
    journal.write({ type: 'invalidated', at: testbed.clock.now(), reason })
    return undefined
  }
}

/** What was measured beside a load that was not there any more is no measurement under load. */
const doubtOf = (event: LoadEvent): string | undefined => {
  if (event.type !== 'load-ended') return undefined
  if (event.outcome === 'complete' || event.outcome === 'stopped') return undefined
  return `load ${event.load} ended too early: ${event.reason ?? event.outcome}`
}
