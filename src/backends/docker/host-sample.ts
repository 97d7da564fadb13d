/** What the agent counts on the host, without our own part. */
import { readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import type { AgentMessage } from '../../agent/protocol.ts'
import type { Observation } from '../../model/observation.ts'

type FromAgent = Extract<AgentMessage, { event: 'host' }>
export type HostSampled = Extract<Observation, { type: 'host-sampled' }>

/** Use of this process since a moment of its own choice, milliseconds. */
export interface OwnUse {
  readonly userMs: number
  readonly systemMs: number
  /** Of low priority: its user time is counted apart by the kernel. */
  readonly low: boolean
  /** By which a timer of this process was late, at most. */
  readonly lagMs: number
}

export const hostSampled = (sample: FromAgent, own: OwnUse): HostSampled => {
  const { at, forMs, processors, busyMs, lowMs, idleMs, stealMs, together } = sample
  const { labMs, pressureMs, throttledMs, waitedMs } = sample
  const mine = together ? own : NOTHING
  const ownMs = mine.systemMs + (own.low ? 0 : mine.userMs)
  return {
    type: 'host-sampled',
    at,
    forMs: rounded(forMs),
    processors,
    ...(labMs !== undefined && {
      labMs: rounded(labMs),
      // The counters of groups and of the host do not tick together.
      foreignMs: rounded(Math.max(0, busyMs - labMs - ownMs)),
    }),
    lowMs: rounded(own.low ? Math.max(0, lowMs - mine.userMs) : lowMs),
    idleMs,
    stealMs,
    ...(pressureMs !== undefined && { pressureMs: rounded(pressureMs) }),
    ...(throttledMs !== undefined && { throttledMs: rounded(throttledMs) }),
    ...(waitedMs !== undefined && { waitedMs: rounded(waitedMs) }),
    lagMs: rounded(Math.max(sample.lagMs, own.lagMs)),
  }
}

const NOTHING = { userMs: 0, systemMs: 0 }

const rounded = (ms: number): number => Number(ms.toFixed(1))

/** Tells hosts apart; empty where the kernel has none. */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

const TICK_MS = 100

export interface OwnMeter {
  /** Since the last call. */
  since(): OwnUse
  stop(): void
}

/** `now` is any clock in milliseconds. */
export const ownMeter = (now: () => number): OwnMeter => {
  let used = process.cpuUsage()
  let [lastAt, lagMs] = [now(), 0]
  const timer = setInterval(() => {
    lagMs = Math.max(lagMs, now() - lastAt - TICK_MS)
    lastAt = now()
  }, TICK_MS)
  timer.unref()
  return {
    since: () => {
      const { user, system } = process.cpuUsage(used)
      used = process.cpuUsage()
      const use = { userMs: user / 1e3, systemMs: system / 1e3, low: getPriority() > 0, lagMs }
      lagMs = 0
      return use
    },
    stop: () => clearInterval(timer),
  }
}
