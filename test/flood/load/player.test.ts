import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type LoadJob, type LoadStep, playLoad } from '../../../src/flood/load/player.ts'
import { plainStream } from '../../../src/flood/synthetic/plain-stream.ts'
import type { Pace, Transfer, TransferOutcome, TransferResult } from '../../../src/flood/types.ts'

const job: LoadJob = {
  stream: plainStream(10_000, {
    seedPrefix: '100.64.0.0',
    prefixLength: 28,
    pathVariation: 'cycle',
  }),
  rate: [{ fromPerS: 5000, toPerS: 5000 }],
  burstMs: 1000,
  withdraw: true,
  canaryTimeoutMs: 5000,
}

interface Wire {
  /** From the sending of the last canary to its arrival, milliseconds. */
  readonly wayMs?: number
  /** The last UPDATE of a burst goes so long before its end. */
  readonly earlyMs?: number
  /** What the clock shows at the beginning. */
  readonly beginsAtMs?: number
  /** UPDATEs a second that the device takes. */
  readonly fastestPerS?: number
  outcome?(transfer: number): TransferOutcome
}

const play = async (changes: Partial<LoadJob>, wire: Wire = {}) => {
  const jobs: Transfer[] = []
  const starts: number[] = []
  const aborted = new AbortController()
  let clock = wire.beginsAtMs ?? 0
  const engine = {
    transfer: async (transfer: Transfer): Promise<TransferResult> => {
      jobs.push(transfer)
      starts.push(clock)
      const updates = transfer.updates ?? 0
      const perS = Math.min(perSOf(transfer.pace), wire.fastestPerS ?? 1e6)
      const startedAtMs = clock
      const sentAtMs = clock + Math.max(0, (updates / perS) * 1000 - (wire.earlyMs ?? 0))
      const wayMs = wire.wayMs ?? 0
      const waits = transfer.until === 'canaries'
      clock = sentAtMs + (waits ? wayMs : 0)
      const outcome = wire.outcome?.(jobs.length) ?? 'complete'
      return {
        ...NOTHING,
        outcome,
        startedAtMs,
        sentAtMs,
        updatesSent: updates,
        head: [canary(startedAtMs, startedAtMs + wayMs <= clock ? startedAtMs + wayMs : undefined)],
        tail: [canary(sentAtMs, waits ? clock : undefined)],
      }
    },
  }
  const pause = async (ms: number) => {
    clock += ms
  }
  let looks = 0
  const now = () => {
    assert.ok(++looks < 100_000, `the load does not end: it is ${clock} all the time`)
    return clock
  }
  const steps: LoadStep[] = []
  const tools = { engine, signal: aborted.signal, now, pause }
  for await (const step of playLoad({ ...job, ...changes }, tools)) steps.push(step)
  return { jobs, steps, starts, clock }
}

const perSOf = (pace: Pace): number =>
  pace.type === 'rate' ? (pace.stages[0]?.fromPerS ?? 0) : 1e6

const canary = (sentAtMs: number, seenAtMs: number | undefined) => ({
  source: 1,
  prefix: '100.127.0.1/32',
  sentAtMs,
  ...(seenAtMs !== undefined && { seenAtMs }),
})

const NOTHING = {
  prefixesSent: 0,
  octetsSent: 0,
  updatesReceived: 0,
  prefixesReceived: 0,
  withdrawalsReceived: 0,
  octetsReceived: 0,
  expectedPrefixes: 0,
  missingPrefixes: 0,
  repeatedPrefixes: 0,
  foreignPrefixes: 0,
  head: [],
  blockedMs: 0,
}

const updatesOf = (jobs: readonly Transfer[]) => jobs.map(({ updates }) => updates)

test('a load ends on any clock: one of this century has steps of a quarter of a microsecond', async () => {
  const rate = [{ fromPerS: 50, toPerS: 50 }]
  for (let fraction = 0; fraction < 200; fraction++)
    await play({ rate, forMs: 5000.001 }, { beginsAtMs: 1.8e12 + fraction / 7, earlyMs: 20 })
})

describe('a load', () => {
  test('without a length: the table once, at its rate, then withdrawn', async () => {
    const { jobs, steps, starts } = await play({})
    assert.deepEqual(updatesOf(jobs), [5000, 5000, 10_000])
    assert.deepEqual(starts.slice(0, 2), [0, 1000])
    assert.deepEqual(
      steps.map(({ type }) => type),
      ['burst', 'burst', 'withdrawal'],
    )
    const last = jobs.at(-1)
    assert.ok(last?.stream.type === 'synthetic' && last.stream.withdrawShare === 1)
  })

  test('with a length: again and again, at its rate on the average though canaries take their way', async () => {
    const { jobs, steps } = await play({ forMs: 20_000, withdraw: false }, { wayMs: 120 })
    const sent = updatesOf(jobs).reduce<number>((sum, updates = 0) => sum + updates, 0)
    assert.ok(Math.abs(sent - 100_000) <= 6000, `${sent}`)
    assert.ok(steps.every(({ askedPerS }) => Math.abs((askedPerS ?? 0) - 5000) < 1e-6))
    // Nobody waits while all is well, but for the last canary of all.
    assert.deepEqual(
      jobs.map(({ until }) => until),
      [...Array.from({ length: jobs.length - 1 }, () => 'sent'), 'canaries'],
    )
  })

  test('canaries that are slower than their bursts make them longer, and the rate stays', async () => {
    const { jobs } = await play({ forMs: 60_000, withdraw: false }, { wayMs: 3000 })
    assert.deepEqual(updatesOf(jobs).slice(0, 5), [5000, 10_000, 20_000, 20_000, 20_000])
    const sent = updatesOf(jobs).reduce<number>((sum, updates = 0) => sum + updates, 0)
    assert.ok(sent >= 295_000 && sent <= 300_000, `${sent}`)
    assert.ok(jobs.slice(0, -1).every(({ until }) => until === 'sent'))
  })

  test('a network that is further behind than the longest burst is waited for, until all is well again', async () => {
    const ways = Array.from({ length: 10 }, () => 20_000)
    const wire: Wire = {
      get wayMs() {
        return ways.shift() ?? 50
      },
    }
    const { jobs, steps } = await play({ forMs: 200_000, withdraw: false }, wire)
    assert.deepEqual(
      jobs.slice(0, 6).map(({ until }) => until),
      ['sent', 'sent', 'sent', 'sent', 'canaries', 'sent'],
    )
    // Of the first ones nothing is known but that they were not there in time.
    assert.deepEqual(
      steps.slice(0, 5).map(({ canaries }) => canaries.length),
      [0, 0, 0, 0, 2],
    )
    // Short bursts again; some still make up for the wait.
    assert.ok((updatesOf(jobs).at(-2) ?? 0) <= 6250)
  })

  test('routers that cannot keep up slow it down, and nothing is sent in a lump', async () => {
    const { jobs } = await play({ forMs: 20_000, withdraw: false }, { fastestPerS: 2000 })
    for (const { updates = 0 } of jobs) assert.ok(updates <= 1.25 * 5000 + 1, `${updates}`)
  })

  test('what was missed is made up by a quarter more, and no more than that', async () => {
    let slow = 3
    const wire: Wire = {
      get fastestPerS() {
        return slow-- > 0 ? 2500 : 1e6
      },
    }
    const { jobs } = await play({ forMs: 30_000, withdraw: false }, wire)
    const sent = updatesOf(jobs).reduce<number>((sum, updates = 0) => sum + updates, 0)
    assert.ok(sent > 145_000 && sent <= 150_000, `${sent}`)
  })

  test('flat out: a pass is a burst, without a pause', async () => {
    const { rate: _, ...flatOut } = job
    const jobs: Transfer[] = []
    const engine = {
      transfer: async (transfer: Transfer): Promise<TransferResult> => {
        jobs.push(transfer)
        return {
          ...NOTHING,
          outcome: 'complete',
          startedAtMs: 0,
          sentAtMs: 0,
          updatesSent: 10_000,
          tail: [],
        }
      },
    }
    const never = async () => assert.fail('it paused')
    const tools = { engine, signal: new AbortController().signal, now: () => 0, pause: never }
    for await (const step of playLoad({ ...flatOut, withdraw: false }, tools))
      assert.equal(step.number, 1)
    assert.deepEqual(
      jobs.map(({ pace }) => pace.type),
      ['flat-out'],
    )
  })

  test('a canary that was lost is no end, a session that was lost is', async () => {
    const lost = await play({ forMs: 5000 }, { outcome: (n) => (n === 2 ? 'timeout' : 'complete') })
    assert.equal(lost.steps.at(-1)?.type, 'withdrawal')
    const over = await play(
      { forMs: 5000 },
      { outcome: (n) => (n === 2 ? 'session-lost' : 'complete') },
    )
    assert.deepEqual(
      over.steps.map(({ result }) => result.outcome),
      ['complete', 'session-lost'],
    )
  })

  test('stages without load are waited for', async () => {
    const rate = [
      { fromPerS: 0, toPerS: 0, forMs: 3000 },
      { fromPerS: 100, toPerS: 100 },
    ]
    const { starts } = await play({ rate, forMs: 5000, withdraw: false })
    assert.deepEqual(starts, [3000, 4000])
  })
})
