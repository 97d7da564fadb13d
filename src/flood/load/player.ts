/**
 * A load: a table that is announced at a rate, in bursts with a canary at each end, for a time or
 * once, and withdrawn. Each burst waits for its last canary: routers that cannot keep up slow the
 * load down, and it never runs ahead of them by more than a burst.
 */
import type {
  CanaryTimes,
  Engine,
  Pace,
  SyntheticStream,
  Transfer,
  TransferResult,
} from '../types.ts'
import { dueUntil, type Stage } from './stages.ts'

export interface LoadJob {
  readonly stream: SyntheticStream
  /** Flat out when absent. */
  readonly rate?: readonly Stage[]
  /** Once through the table when absent. */
  readonly forMs?: number
  readonly burstMs: number
  readonly withdraw: boolean
  /** How long the sink may be silent until a canary counts as lost. */
  readonly canaryTimeoutMs: number
}

export interface LoadStep {
  readonly type: 'burst' | 'withdrawal'
  /** From 1. */
  readonly number: number
  readonly askedPerS?: number
  readonly result: TransferResult
}

export interface LoadTools {
  readonly engine: Pick<Engine, 'transfer'>
  readonly signal: AbortSignal
  now(): number
  pause(ms: number): Promise<void>
}

/** Ends early, with the step that says why, when a session is lost. */
export async function* playLoad(job: LoadJob, tools: LoadTools): AsyncGenerator<LoadStep> {
  const { signal } = tools
  const plan = scheduleOf(job)
  const startedAt = tools.now()
  let sent = 0
  let waitMs = 0
  for (let number = 1; !signal.aborted; number++) {
    const sinceMs = tools.now() - startedAt
    const burst = plan(sinceMs, sent)
    if (!burst) break
    if (burst.updates > 0) {
      const result = await tools.engine.transfer(transferOf(job, burst, waitMs), signal)
      sent += result.updatesSent
      waitMs = (waitMs + wayOf(result.tail)) / 2
      const asked = burst.askedPerS === undefined ? {} : { askedPerS: burst.askedPerS }
      yield { type: 'burst', number, ...asked, result }
      if (isOver(result)) return
    }
    const earlyMs = startedAt + burst.untilMs - tools.now()
    if (job.rate && earlyMs > 0 && !signal.aborted) await tools.pause(earlyMs)
  }
  if (job.withdraw && sent > 0 && !signal.aborted) yield await withdraw(job, tools)
}

/** Nothing more can be sent. A canary that did not arrive is no reason to stop. */
const isOver = ({ outcome }: TransferResult): boolean =>
  outcome === 'session-lost' || outcome === 'interrupted'

interface Burst {
  readonly updates: number
  readonly askedPerS?: number
  readonly windowMs: number
  readonly untilMs: number
}

type Schedule = (sinceMs: number, sent: number) => Burst | undefined

/** Bursts that are behind the plan catch up by a quarter, so that nothing is sent in a lump. */
const CATCH_UP = 1.25

const scheduleOf = ({ stream, rate, forMs, burstMs }: LoadJob): Schedule => {
  const total = forMs === undefined ? stream.tableSize : Number.POSITIVE_INFINITY
  const endMs = forMs ?? Number.POSITIVE_INFINITY
  return (sinceMs, sent) => {
    if (sent >= total || sinceMs >= endMs) return undefined
    const untilMs = Math.min(sinceMs + burstMs, endMs)
    const windowMs = untilMs - sinceMs
    if (!rate) return { updates: Math.min(stream.tableSize, total - sent), windowMs, untilMs }
    const nominal = dueUntil(rate, untilMs) - dueUntil(rate, sinceMs)
    const owed = dueUntil(rate, untilMs) - sent
    const updates = Math.min(
      Math.round(Math.max(0, Math.min(owed, CATCH_UP * nominal))),
      total - sent,
    )
    return { updates, askedPerS: (nominal / windowMs) * 1000, windowMs, untilMs }
  }
}

/** What is left of the window when the last canary's way is taken off it; never less than three quarters. */
const sendingMs = (windowMs: number, waitMs: number): number =>
  Math.max(windowMs - waitMs, 0.75 * windowMs)

const transferOf = (job: LoadJob, burst: Burst, waitMs: number): Transfer => {
  const perS = (burst.updates / sendingMs(burst.windowMs, waitMs)) * 1000
  return transfer(job, job.stream, burst.updates, job.rate ? perS : undefined)
}

const transfer = (
  { canaryTimeoutMs }: LoadJob,
  stream: SyntheticStream,
  updates: number,
  perS: number | undefined,
): Transfer => ({
  stream,
  updates,
  sources: 'all',
  pace: perS === undefined ? { type: 'flat-out' } : steady(perS),
  prebuilt: false,
  endOfRib: false,
  canaries: true,
  until: 'canaries',
  idleTimeoutMs: canaryTimeoutMs,
})

const steady = (perS: number): Pace => ({
  type: 'rate',
  stages: [{ fromPerS: perS, toPerS: perS }],
})

/** Milliseconds from the sending of the last canary to its arrival; 0 when it did not arrive. */
const wayOf = (canaries: readonly CanaryTimes[]): number =>
  Math.max(0, ...canaries.map(({ sentAtMs, seenAtMs }) => (seenAtMs ?? sentAtMs) - sentAtMs))

/** Each group once, as fast as it was announced at last. */
const withdraw = async (job: LoadJob, { engine, signal }: LoadTools): Promise<LoadStep> => {
  const stream = { ...job.stream, withdrawShare: 1 }
  const perS = job.rate?.at(-1)?.toPerS || job.rate?.at(-1)?.fromPerS
  // All of them, though not all may have been announced: the running number goes on where it is.
  const result = await engine.transfer(transfer(job, stream, stream.tableSize, perS), signal)
  return { type: 'withdrawal', number: 0, result }
}
