/** What only one side can do, or only one side can be asked: death of the device, silence, many sessions. */
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../src/speaker/clock.ts'
import { burstJob } from './flood-jobs.ts'
import { NEVER, openEngine, startRelayProcess } from './flood-link.ts'
import { runKakapo } from './kakapo-opponent.ts'
import { type Programs, peers, withEngine, withRelay } from './kakapo-race.ts'

const MANY = 10_000_000

export interface Ending {
  readonly outcome: string
  readonly afterMs: number
  readonly received: number
}

/** The relay gets the signal in the middle of a burst; the time from there to the verdict. */
export const deviceGone = (
  { relay }: Programs,
  signal: 'SIGKILL' | 'SIGSTOP',
  idleTimeoutMs: number,
): Promise<Ending> =>
  withRelay(relay, (pid) =>
    withEngine(1, {}, async (engine) => {
      let goneAtMs = 0
      const job = { ...burstJob(MANY, 1, 'first'), idleTimeoutMs, progressEveryMs: 5 }
      const result = await engine.transfer(job, NEVER, ({ updatesReceived }) => {
        if (goneAtMs > 0 || updatesReceived === 0) return
        goneAtMs = monotonicMs()
        process.kill(pid, signal)
      })
      return {
        outcome: result.outcome,
        afterMs: monotonicMs() - goneAtMs,
        received: result.prefixesReceived,
      }
    }),
  )

/** How long kakapo needs to end after its relay was killed; its figures are lost then. */
export const opponentGone = ({ kakapo, relay }: Programs): Promise<number> =>
  withRelay(relay, async (pid) => {
    const environment = {
      MODE: 'SINGLEONLY',
      REPEAT: 100,
      TABLESIZE: MANY,
      MAXBURSTCOUNT: MANY,
      GROUPSIZE: 1,
      TIMEOUT: 10,
    }
    const running = runKakapo(kakapo, peers(1), environment, 'single')
    await sleep(BURSTS_MS)
    const goneAtMs = monotonicMs()
    process.kill(pid, 'SIGKILL')
    await running
    return monotonicMs() - goneAtMs
  })

const BURSTS_MS = 3000

/** Milliseconds until the last of so many is Established. Our relay: theirs takes one after the other. */
export const sessionsUp = async (sessions: number): Promise<number> => {
  const relay = await startRelayProcess()
  try {
    const beganAtMs = monotonicMs()
    const engine = await openEngine(relay.port, sessions - 1)
    const tookMs = monotonicMs() - beganAtMs
    await engine[Symbol.asyncDispose]()
    return tookMs
  } finally {
    await relay.end()
  }
}

/** Round trips of canaries on an idle session, milliseconds. */
export const roundTrips = ({ relay }: Programs, count: number): Promise<readonly number[]> =>
  withRelay(relay, () =>
    withEngine(1, {}, async (engine) => {
      const ms: number[] = []
      for (let i = 0; i < count; i++)
        for (const { sentAtMs, seenAtMs } of await engine.canaries(2000, NEVER))
          ms.push((seenAtMs ?? Number.NaN) - sentAtMs)
      return ms
    }),
  )
