/** The program of the engine's threads: a sink, sources, or both, that do what they are asked. */
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { NotificationBody } from '../bgp/session/types.ts'
import type { Expectation, SinkJob, SinkOpening, SourceJob, SourcesOpening } from './jobs.ts'
import { Shared, type SharedMemory } from './shared.ts'
import type { PrefixTable } from './sink/prefix-set.ts'
import { Sink } from './sink/sink.ts'
import { Sources } from './source/sources.ts'
import { type Answer, describeError, type Request } from './thread-protocol.ts'
import { warmUpSource } from './warm-up.ts'

const GOODBYE_MS = 50

const { memory } = workerData as { readonly memory: SharedMemory }
const shared = new Shared(memory)
const sources = new Sources(shared)
const sink = new Sink(shared, () => sources.progressed())
let opening = newOpening()

const calls = {
  warmUpSink: () => sink.warmUp(),
  warmUpSources: () => warmUpSource(),
  openSink: (args: SinkOpening) => sink.open(args, opening.signal),
  openSources: (args: SourcesOpening) => sources.open(args, opening.signal),
  /** Ends the attempts to open. */
  giveUp: (reason: string) => {
    opening.abort(new Error(reason))
    opening = newOpening()
  },
  armSink: (job: SinkJob, table?: PrefixTable) => sink.arm(job, table),
  expect: (expectation: Expectation) => sink.expect(expectation),
  sinkReport: () => sink.report(),
  stopSink: (outcome: 'interrupted' | 'session-lost' | 'timeout', reason?: string) =>
    sink.stop(outcome, reason),
  prepareSources: (job: SourceJob) => sources.prepare(job),
  startSources: () => sources.start(sink.isOpen),
  stopSources: () => sources.stop(),
  lostSources: () => sources.lost(),
  keepalive: () => {
    sources.keepalive()
    sink.keepalive()
  },
  /** Resolves when the NOTIFICATIONs had time to leave. */
  close: async (notification?: NotificationBody) => {
    sources.close(notification)
    sink.close(notification)
    await sleep(GOODBYE_MS)
  },
}

/** Every session listens to its signal. */
function newOpening(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

/** What the engine may call, by name. */
export type Calls = typeof calls

parentPort?.on('message', async ({ id, call, args }: Request) => {
  const answer = (rest: Omit<Answer, 'id'>) => parentPort?.postMessage({ id, ...rest })
  try {
    const act = calls[call as keyof Calls] as (...args: readonly unknown[]) => unknown
    answer({ result: await act(...args) })
  } catch (error) {
    answer({ error: describeError(error) })
  }
})
