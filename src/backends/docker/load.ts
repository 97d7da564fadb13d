/** Plays one load of a plan beside a running lab. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type LoadStep, playLoad } from '../../flood/load/player.ts'
import { plainStream } from '../../flood/synthetic/plain-stream.ts'
import type { Engine as FloodEngine, FloodSetup } from '../../flood/types.ts'
import { explain } from '../../lib/errors.ts'
import type { Load, LoadEvent } from '../../model/load.ts'
import type { Clock } from '../../model/testbed.ts'
import { type FloodHost, type LabFlood, openLabFlood } from './lab-flood.ts'
import { LoadLedger } from './load-ledger.ts'
import { nodeOf } from './node-of.ts'

const ESTABLISH_TIMEOUT_MS = 60_000
/** A router whose sink hears nothing for so long has lost the canary, or is cut off from it. */
const CANARY_TIMEOUT_MS = 15_000

export const startLoad = async (
  host: FloodHost & { readonly clock: Clock },
  load: Load,
  signal: AbortSignal,
): Promise<AsyncIterable<LoadEvent>> => {
  const flood = await openLabFlood(host, load, signal)
  const engine = flood.makeEngine(setupOf(host, load, flood))
  try {
    await engine.establish(signal)
  } catch (error) {
    await flood[Symbol.asyncDispose]()
    throw error
  }
  return play({ host, load, flood, engine, signal })
}

const setupOf = ({ topology }: FloodHost, load: Load, flood: LabFlood): FloodSetup => ({
  sink: flood.sink,
  sources: [flood.source],
  families: [load.family],
  holdTimeS: Math.round(nodeOf(topology, load.into).timers.holdMs / 1000),
  connectRetries: ESTABLISH_TIMEOUT_MS / 1000,
  establishTimeoutMs: ESTABLISH_TIMEOUT_MS,
  drain: false,
  canarySeed: load.canarySeed,
})

interface Playing {
  readonly host: FloodHost & { readonly clock: Clock }
  readonly load: Load
  readonly flood: LabFlood
  readonly engine: FloodEngine
  readonly signal: AbortSignal
}

async function* play(playing: Playing): AsyncGenerator<LoadEvent> {
  const { host, load, flood, engine, signal } = playing
  const ledger = new LoadLedger(load, flood)
  yield { type: 'load-started', at: host.clock.now(), load: load.id, sessions: flood.sessions }
  try {
    for await (const step of steps(playing)) yield* ledger.enter(step)
  } catch (error) {
    if (!signal.aborted) ledger.failed(explain(error))
  }
  if (signal.aborted) ledger.stopped()
  try {
    await engine[Symbol.asyncDispose]()
  } catch {
    // Its container goes anyway.
  }
  try {
    await flood[Symbol.asyncDispose]()
  } catch (error) {
    ledger.failed(explain(error))
  }
  yield ledger.ended(host.clock.now())
}

const steps = ({ load, engine, signal }: Playing): AsyncGenerator<LoadStep> =>
  playLoad(
    {
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
    },
    {
      engine,
      signal,
      now: () => performance.now(),
      pause: async (ms) => {
        await sleep(ms, undefined, { signal }).catch(() => undefined)
      },
    },
  )
