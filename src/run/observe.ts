/** Brings what the testbed sees into the journal, for as long as a run lasts. */
import { explain } from '../lib/errors.ts'
import type { Observation } from '../model/observation.ts'
import type { ObserveOptions, Testbed } from '../model/testbed.ts'
import type { Journal } from './journal.ts'
import { Watch } from './watch.ts'

export interface Observing {
  readonly watch: Watch
  /** Ends the observation and waits for its last entry. */
  stop(): Promise<void>
}

/** Resolves when the testbed is watching, so that nothing that follows goes unseen. */
export const observe = async (
  { testbed, journal }: { readonly testbed: Testbed; readonly journal: Journal },
  options: ObserveOptions,
  signal: AbortSignal,
): Promise<Observing> => {
  // Its own signal: what is healed after an abort is to be seen, too.
  const ended = new AbortController()
  const giveUp = () => ended.abort(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  const stream = await testbed.observe(options, ended.signal)
  signal.removeEventListener('abort', giveUp)
  const watch = new Watch(testbed.clock.now())
  const reading = read(stream, (observation) => {
    journal.write(observation)
    watch.seen(observation)
    const aheadMs = observation.at - testbed.clock.now()
    if (aheadMs > TOLERANCE_MS) invalidate(testbed, journal, Math.round(aheadMs))
  })
  const closed = reading.then(
    () => 'its stream ended',
    (error: unknown) => explain(error),
  )
  const reported = closed.then((what) => {
    if (ended.signal.aborted) return
    journal.write({ type: 'observer-failed', at: testbed.clock.now(), node: 'all nodes', what })
  })
  // A journal that cannot be written is told by `stop`, after everything has been healed.
  reported.catch(() => {})
  return {
    watch,
    stop: async () => {
      ended.abort()
      await reported
    },
  }
}

/** Observation and clock share one engine; more than this apart, somebody has set its clock. */
const TOLERANCE_MS = 1_000

const read = async (
  stream: AsyncIterable<Observation>,
  seen: (observation: Observation) => void,
): Promise<void> => {
  for await (const observation of stream) seen(observation)
}

const invalidate = (testbed: Testbed, journal: Journal, aheadMs: number): void => {
  const reason = `the engine's clock was set: an observation is ${aheadMs} ms ahead of it`
  journal.write({ type: 'invalidated', at: testbed.clock.now(), reason })
}
