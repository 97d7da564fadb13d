/** Plays one load of a plan beside a running lab. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FloodSetup } from '../../flood/types.ts'
import type { Load, LoadEvent } from '../../model/load.ts'
import type { Clock } from '../../model/testbed.ts'
import { loadEvents } from '../load-events.ts'
import { type FloodHost, type LabFlood, openLabFlood } from './lab-flood.ts'
import { nodeOf } from './node-of.ts'

const ESTABLISH_TIMEOUT_MS = 60_000

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
  return loadEvents({
    load,
    clock: host.clock,
    sessions: flood.sessions,
    wallOf: (atMs) => flood.wallOf(atMs),
    tools: { engine, signal, now: () => performance.now(), pause: (ms) => pause(ms, signal) },
    async leave() {
      try {
        await engine[Symbol.asyncDispose]()
      } catch {
        // Its container goes anyway.
      }
      await flood[Symbol.asyncDispose]()
    },
  })
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
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
