/** What remains when something goes wrong: results so far, an outcome, an exit status. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackendError, InputError, TimeoutError } from '../../src/lib/errors.ts'
import { setLogLevel } from '../../src/lib/log.ts'
import { config, performed } from './flood-double.ts'
import type { Script } from './recording-engine.ts'

const MULTI = { mode: 'multi', repeat: 4, repeatDelay: '0s' }

const after = async (script: Script, values: Readonly<Record<string, unknown>> = MULTI) =>
  (await performed(config(values), script)).record

test('all cycles complete: the first is cold, the others are the statistics', async () => {
  const { bursts, statistics, outcome } = await after({})
  assert.equal(outcome, 'complete')
  assert.deepEqual(
    bursts.map(({ kind, repeat, cold }) => [kind, repeat, cold]),
    [
      ['conditioning', 0, true],
      ['burst', 1, true],
      ['burst', 2, false],
      ['burst', 3, false],
      ['burst', 4, false],
    ],
  )
  const [{ kind, sources, repeats, figures }] = statistics as [(typeof statistics)[number]]
  assert.deepEqual([kind, sources, repeats, figures.completeMs?.n], ['burst', 'all', 3, 3])
  // 9 ms and the number of the transfer: 12, 13, 14.
  assert.deepEqual([figures.completeMs?.mean, figures.completeMs?.sd], [13, 1])
})

test('a single cycle is its own statistics', async () => {
  const { statistics } = await after({}, { ...MULTI, repeat: 1 })
  assert.deepEqual([statistics[0]?.repeats, statistics[0]?.figures.completeMs?.n], [1, 1])
})

test('bursts of one source and of all are apart', async () => {
  const { statistics } = await after({}, { mode: 'both', repeat: 3, repeatDelay: '0s' })
  assert.deepEqual(
    statistics.map(({ sources, repeats }) => [sources, repeats]),
    [
      ['first', 2],
      ['all', 2],
    ],
  )
})

test('prefixes that do not arrive: the other cycles go on, the statistics count them as missing', async () => {
  const short = { outcome: 'short', missingPrefixes: 7, expectedPrefixes: 100 } as const
  const { bursts, statistics, outcome, reason, exitStatus } = await after({
    transfer: (n) => (n === 3 ? short : undefined),
  })
  assert.deepEqual([bursts.length, outcome, exitStatus], [5, 'incomplete', 1])
  assert.equal(reason, 'burst 2: 7 of 100 prefixes did not arrive')
  assert.equal(bursts[2]?.completeMs, null)
  const { completeMs } = statistics[0]?.figures ?? {}
  assert.deepEqual([completeMs?.n, completeMs?.missing], [2, 1])
})

test('silence ends the test; the bursts before it keep their figures', async () => {
  const { bursts, statistics, outcome, exitStatus } = await after({
    transfer: (n) =>
      n === 4
        ? {
            outcome: 'timeout',
            firstUpdateAtMs: undefined as never,
            completedAtMs: undefined as never,
            lastUpdateAtMs: undefined as never,
          }
        : undefined,
  })
  assert.deepEqual([bursts.length, outcome, exitStatus], [4, 'timed-out', 4])
  assert.deepEqual(
    [bursts[3]?.completeMs, bursts[3]?.firstUpdateMs, bursts[3]?.updatesPerS],
    [null, null, null],
  )
  assert.equal(statistics[0]?.figures.completeMs?.n, 1)
})

test('a lost session ends the test with its reason', async () => {
  const lost = { outcome: 'session-lost', reason: '192.0.2.1 closed the connection' } as const
  const { bursts, outcome, reason, exitStatus } = await after({
    transfer: (n) => (n === 2 ? lost : undefined),
  })
  assert.deepEqual([bursts.length, outcome, exitStatus], [2, 'failed', 3])
  assert.equal(reason, 'burst 1: 192.0.2.1 closed the connection')
})

test('a canary that does not come back ends the test, and is in the record', async () => {
  const { barriers, bursts, outcome, reason, exitStatus } = await after({
    canariesLost: (call) => call === 2,
  })
  assert.deepEqual([bursts.length, outcome, exitStatus], [2, 'timed-out', 4])
  assert.deepEqual(
    barriers.map(({ afterBurst, canaries }) => [afterBurst, canaries[0]?.roundTripMs]),
    [
      [1, 2],
      [2, null],
    ],
  )
  assert.match(reason ?? '', /source 1: 192\.168\.255\.1\/32 did not reach the sink/)
})

test('sessions that cannot be had leave a record too', async () => {
  const refused = await after({
    establish: () => new BackendError('192.0.2.1 port 179: connection refused'),
  })
  assert.deepEqual([refused.outcome, refused.exitStatus, refused.bursts], ['failed', 3, []])
  const late = await after({ establish: () => new TimeoutError('not Established within 60 s') })
  assert.deepEqual([late.outcome, late.exitStatus, late.establishedMs], ['timed-out', 4, null])
})

test('an engine that fails in mid-test leaves what was measured', async () => {
  const { bursts, outcome } = await after({
    transfer: (n) => (n === 3 ? new BackendError('a worker ended') : undefined),
  })
  assert.deepEqual([bursts.length, outcome], [2, 'failed'])
})

test('what the user wrote wrongly is no result; a mistake of ours loses none', async () => {
  const input: Script = { transfer: () => new InputError('an UPDATE has 4559 octets') }
  await assert.rejects(after(input), InputError)
  const oops: Script = { transfer: (n) => (n === 3 ? new RangeError('oops') : undefined) }
  setLogLevel('silent')
  const { bursts, exitStatus, reason } = await after(oops)
  assert.deepEqual([bursts.length, exitStatus], [2, 3])
  assert.equal(reason, 'a mistake of chaoslemur itself: oops')
})

test('an interrupt ends the test with the statistics so far', async () => {
  const controller = new AbortController()
  const { record } = await performed(
    config(MULTI),
    {
      transfer: (n) => {
        if (n === 4) controller.abort(new Error('interrupted'))
        return n === 4 ? { outcome: 'interrupted' } : undefined
      },
    },
    controller.signal,
  )
  assert.deepEqual([record.outcome, record.exitStatus], ['interrupted', 130])
  assert.deepEqual([record.bursts.length, record.statistics[0]?.repeats], [4, 2])
})

test('what was left out of a file is said, and is in the record', async () => {
  const { record, events } = await performed(config({ mode: 'file', file: 'x', repeat: 1 }))
  assert.deepEqual(record.notes, ['line 3: no prefix'])
  assert.ok(events.some((event) => event.type === 'note' && event.text === record.notes[0]))
})

test('a time limit is an end where nothing else ends a burst, and a failure elsewhere', async () => {
  const limited: Script = { transfer: (n) => (n > 1 ? { outcome: 'time-limit' } : undefined) }
  const endless = await after(limited, { ...MULTI, duration: '1s' })
  const sized = await after(limited, { ...MULTI, duration: '1s', burst: 10 })
  const rate = await after(limited, { mode: 'rate' })
  assert.deepEqual([endless.exitStatus, sized.exitStatus, rate.exitStatus], [0, 4, 0])
})

test("'func' ends at the first UPDATE that comes back as another, exit status 1", async () => {
  const { bursts, outcome, reason } = await after(
    { transfer: (n) => (n === 3 ? { foreignPrefixes: 1 } : undefined) },
    { mode: 'func', burst: 5 },
  )
  assert.deepEqual([bursts.length, outcome], [3, 'incomplete'])
  assert.equal(reason, 'function 2: another prefix came back')
})

test('no time is ever negative, whatever the instants are', async () => {
  const { bursts } = await after({
    transfer: () => ({ startedAtMs: 5000, sentAtMs: 4999, firstUpdateAtMs: 1, completedAtMs: 2 }),
  })
  const [burst] = bursts
  const times = [burst?.sendMs, burst?.firstUpdateMs, burst?.completeMs]
  assert.ok(times.every((ms) => ms === 0))
})
