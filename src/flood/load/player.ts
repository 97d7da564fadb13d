/**
 * A load: a table that is announced at a rate, for a time or once, and withdrawn. It goes in bursts,
 * one behind the other, that begin with a canary. A canary that is not out at the sink when its burst
 * ends makes the next burst longer, so that there is time to see the next one; only when the longest
 * is not long enough, the next one waits for its canaries: no load is ahead of a network for ever.
 */
import type { CanaryTimes, Pace, SyntheticStream, Transfer, TransferResult } from '../types.ts'
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

/** What a load has to know of each transfer. */
export type LoadResult = Pick<
  TransferResult,
  | ('outcome' | 'reason' | 'head' | 'tail')
  | ('startedAtMs' | 'sentAtMs' | 'blockedMs')
  | ('updatesSent' | 'prefixesSent' | 'octetsSent')
  | ('updatesReceived' | 'prefixesReceived')
>

export interface LoadStep {
  readonly type: 'burst' | 'withdrawal'
  /** From 1. */
  readonly number: number
  readonly askedPerS?: number
  readonly result: LoadResult
  /** Those whose fate is known: of a burst that was not waited for, the ones that have arrived. */
  readonly canaries: readonly CanaryTimes[]
}

export interface LoadTools {
  readonly engine: { transfer(job: Transfer, signal: AbortSignal): Promise<LoadResult> }
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
  let step: Stride = { lengthMs: job.burstMs, waits: false }
  for (let number = 1; !signal.aborted; number++) {
    const burst = plan(tools.now() - startedAt, sent, step.lengthMs)
    if (!burst) break
    if (burst.updates > 0) {
      const waits = step.waits || burst.isLast
      const result = await tools.engine.transfer(transferOf(job, burst, waits), signal)
      sent += result.updatesSent
      step = strideAfter(result, step, job)
      const asked = burst.askedPerS === undefined ? {} : { askedPerS: burst.askedPerS }
      yield { type: 'burst', number, ...asked, result, canaries: known(result, waits) }
      if (isOver(result)) return
    }
    const earlyMs = startedAt + burst.untilMs - tools.now()
    if (job.rate && earlyMs > 0 && !signal.aborted) await tools.pause(earlyMs)
  }
  if (job.withdraw && sent > 0 && !signal.aborted) yield await withdraw(job, tools)
}

interface Stride {
  readonly lengthMs: number
  readonly waits: boolean
}

/** The longest burst, as a multiple of the usual one: a power of two. */
const LONGEST = 8

const strideAfter = ({ head }: LoadResult, { lengthMs }: Stride, { burstMs }: LoadJob): Stride => {
  const longestMs = LONGEST * burstMs
  const ways = head.map(({ sentAtMs, seenAtMs = Number.POSITIVE_INFINITY }) => seenAtMs - sentAtMs)
  const slowestMs = Math.max(0, ...ways)
  if (slowestMs === Number.POSITIVE_INFINITY)
    return { lengthMs: Math.min(2 * lengthMs, longestMs), waits: lengthMs >= longestMs }
  const shorter = lengthMs / 2 >= burstMs && slowestMs < lengthMs / 4
  return { lengthMs: shorter ? lengthMs / 2 : lengthMs, waits: false }
}

const known = ({ head, tail }: LoadResult, waited: boolean): readonly CanaryTimes[] =>
  [...head, ...tail].filter(({ seenAtMs }) => waited || seenAtMs !== undefined)

/** Nothing more can be sent. A canary that did not arrive is no reason to stop. */
const isOver = ({ outcome }: LoadResult): boolean =>
  outcome === 'session-lost' || outcome === 'interrupted'

interface Burst {
  readonly updates: number
  readonly askedPerS?: number
  readonly windowMs: number
  readonly untilMs: number
  /** Nothing follows it. */
  readonly isLast: boolean
}

type Schedule = (sinceMs: number, sent: number, lengthMs: number) => Burst | undefined

/** Bursts that are behind the plan catch up by a quarter, so that nothing is sent in a lump. */
const CATCH_UP = 1.25

/**
 * A clock that counts from the epoch in a double has steps of a quarter of a microsecond: it may come to rest just
 * before the end, and nobody can wait for less than a step.
 */
const INSTANT_MS = 0.001

const scheduleOf = ({ stream, rate, forMs }: LoadJob): Schedule => {
  const total = forMs === undefined ? stream.tableSize : Number.POSITIVE_INFINITY
  const endMs = forMs ?? Number.POSITIVE_INFINITY
  return (sinceMs, sent, lengthMs) => {
    if (sent >= total || sinceMs > endMs - INSTANT_MS) return undefined
    const untilMs = Math.min(sinceMs + lengthMs, endMs)
    const windowMs = untilMs - sinceMs
    const nominal = rate ? dueUntil(rate, untilMs) - dueUntil(rate, sinceMs) : stream.tableSize
    const owed = rate ? dueUntil(rate, untilMs) - sent : stream.tableSize
    const most = Math.round(Math.max(0, Math.min(owed, CATCH_UP * nominal)))
    const updates = Math.min(most, total - sent)
    const isLast = untilMs >= endMs || sent + updates >= total
    const asked = rate ? { askedPerS: (nominal / windowMs) * 1000 } : {}
    return { updates, ...asked, windowMs, untilMs, isLast }
  }
}

const transferOf = (job: LoadJob, burst: Burst, waits: boolean): Transfer => {
  const perS = (burst.updates / burst.windowMs) * 1000
  return transfer(job, {
    stream: job.stream,
    updates: burst.updates,
    perS: job.rate ? perS : undefined,
    waits,
  })
}

const transfer = (
  { canaryTimeoutMs }: LoadJob,
  { stream, updates, perS, waits }: Sent,
): Transfer => ({
  stream,
  updates,
  sources: 'all',
  pace: perS === undefined ? { type: 'flat-out' } : steady(perS),
  prebuilt: false,
  endOfRib: false,
  canaries: true,
  until: waits ? 'canaries' : 'sent',
  idleTimeoutMs: canaryTimeoutMs,
})

interface Sent {
  readonly stream: SyntheticStream
  readonly updates: number
  readonly perS: number | undefined
  readonly waits: boolean
}

const steady = (perS: number): Pace => ({
  type: 'rate',
  stages: [{ fromPerS: perS, toPerS: perS }],
})

/** Each group once, as fast as it was announced at last. */
const withdraw = async (job: LoadJob, { engine, signal }: LoadTools): Promise<LoadStep> => {
  const stream = { ...job.stream, withdrawShare: 1 }
  const perS = job.rate?.at(-1)?.toPerS || job.rate?.at(-1)?.fromPerS
  // All of them, though not all may have been announced: the running number goes on where it is.
  const sent = { stream, updates: stream.tableSize, perS, waits: true }
  const result = await engine.transfer(transfer(job, sent), signal)
  return { type: 'withdrawal', number: 0, result, canaries: known(result, true) }
}
