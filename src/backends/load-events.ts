/** What a load does, told as events: the same on every backend that can carry one. */
import { type LoadJob, playLoad } from '../flood/load/player.ts'
import { plainStream } from '../flood/synthetic/plain-stream.ts'
import { explain } from '../lib/errors.ts'
import type { Load, LoadEvent, LoadSession } from '../model/load.ts'
import type { Clock } from '../model/testbed.ts'
import { LoadLedger } from './load-ledger.ts'

export interface PlayedLoad {
  readonly load: Load
  readonly clock: Pick<Clock, 'now'>
  readonly sessions: readonly LoadSession[]
  readonly tools: Parameters<typeof playLoad>[1]
  /** Wall clock of an instant of the steps. */
  wallOf(atMs: number): number
  /** Takes everything of the load away. */
  leave(): Promise<void>
}

/** A router whose sink hears nothing for so long has lost the canary, or is cut off from it. */
const CANARY_TIMEOUT_MS = 15_000

/** Its sessions are Established. `load-ended` is the last, whatever happens, and then nothing is left. */
export async function* loadEvents(played: PlayedLoad): AsyncGenerator<LoadEvent> {
  const { load, clock, sessions, tools } = played
  const ledger = new LoadLedger(load, played)
  yield { type: 'load-started', at: clock.now(), load: load.id, sessions }
  try {
    for await (const step of playLoad(jobOf(load), tools)) yield* ledger.enter(step)
  } catch (error) {
    if (!tools.signal.aborted) ledger.failed(explain(error))
  }
  if (tools.signal.aborted) ledger.stopped()
  try {
    await played.leave()
  } catch (error) {
    ledger.failed(explain(error))
  }
  yield ledger.ended(clock.now())
}

const jobOf = (load: Load): LoadJob => ({
  stream: plainStream(load.prefixes / load.groupSize, {
    family: load.family,
    groupSize: load.groupSize,
    seedPrefix: load.seedPrefix,
    prefixLength: load.prefixLength,
    pathLength: load.pathLength,
    pathVariation: load.paths,
  }),
  ...(load.rate && { rate: load.rate }),
  ...(load.forMs !== undefined && { forMs: load.forMs }),
  burstMs: load.canaryEveryMs,
  withdraw: load.withdraw,
  canaryTimeoutMs: CANARY_TIMEOUT_MS,
})
