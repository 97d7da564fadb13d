import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { contentionIn } from '../../src/measure/contention.ts'
import type { HostSample } from '../../src/measure/host-load.ts'
import type { RunEvent } from '../../src/model/event.ts'

const QUIET: Omit<HostSample, 'at'> = {
  type: 'host-sampled',
  forMs: 1000,
  processors: 2,
  labMs: 50,
  foreignMs: 40,
  lowMs: 0,
  idleMs: 1900,
  stealMs: 0,
  pressureMs: 20,
  throttledMs: 0,
  waitedMs: 10,
  lagMs: 1,
}
/** Others have nearly everything, and the lab waits. */
const STARVED = { labMs: 150, foreignMs: 1800, idleMs: 0, pressureMs: 990, waitedMs: 4000 }
/** The lab has nearly everything, and waits for itself. */
const BUSY = { labMs: 1900, foreignMs: 60, idleMs: 0, pressureMs: 990, waitedMs: 9000 }

/** A half from 10 s to 20 s, with samples that end at 1 s, 2 s ... */
const journal = (...samples: readonly Partial<HostSample>[]): RunEvent[] => [
  ...samples.map((sample, at): RunEvent => ({ ...QUIET, ...sample, at: (at + 1) * 1000 })),
  { type: 'fault-injected', at: 10_100, instance: 'cut', commandedAt: 10_000 },
  {
    type: 'settled',
    at: 20_000,
    instance: 'cut',
    half: 'injection',
    outcome: 'converged',
    differences: [],
  },
]
const seconds = (count: number, sample: Partial<HostSample>) => Array(count).fill(sample)
const before = seconds(10, {})
const reasons = (...inside: readonly Partial<HostSample>[]) =>
  contentionIn(journal(...before, ...inside)).map(({ reason }) => reason)

describe('contention', () => {
  test('a host that others have through most of the half, with the figures', () => {
    const [contention, ...more] = contentionIn(
      journal(...before, ...seconds(4, {}), ...seconds(6, STARVED)),
    )
    assert.equal(more.length, 0)
    assert.deepEqual([contention?.instance, contention?.half], ['cut', 'injection'])
    assert.match(
      contention?.reason ?? '',
      /CPU was taken by others: foreign programs had 90 % of 2 processors, .* 99 % .* 6 s of 10 s/,
    )
  })

  test('not for a part of the half, not for seconds, not before it', () => {
    assert.deepEqual(reasons(...seconds(4, STARVED), ...seconds(6, {})), [])
    assert.deepEqual(contentionIn(journal(...seconds(10, STARVED), ...seconds(10, {}))), [])
    const short = journal(...before, ...seconds(2, STARVED)).map((event) =>
      event.type === 'settled' ? { ...event, at: 12_000 } : event,
    )
    assert.deepEqual(contentionIn(short), [])
  })

  test('a lab that converges on all processors is as it should be', () => {
    assert.deepEqual(reasons(...seconds(10, BUSY)), [])
  })

  test('others may have all that the lab leaves over', () => {
    assert.deepEqual(reasons(...seconds(10, { ...STARVED, waitedMs: 100 })), [])
  })

  test('low priority counts where it is known that the lab had to wait', () => {
    const low = { ...STARVED, foreignMs: 0, lowMs: 1800 }
    assert.match(reasons(...seconds(10, low))[0] ?? '', /foreign programs had 90 %/)
    const unknown = { ...low, waitedMs: undefined } as unknown as Partial<HostSample>
    assert.deepEqual(reasons(...seconds(10, unknown)), [])
  })

  test('what the hypervisor takes counts as taken', () => {
    const [reason] = reasons(...seconds(10, { ...STARVED, foreignMs: 200, stealMs: 1600 }))
    assert.match(reason ?? '', /had 10 % of 2 processors, the hypervisor 80 %/)
  })

  test('without pressure: nothing is idle; without any of it: nothing is said', () => {
    const none = { pressureMs: undefined, waitedMs: undefined } as unknown as Partial<HostSample>
    assert.equal(reasons(...seconds(10, { ...STARVED, ...none })).length, 1)
    assert.deepEqual(reasons(...seconds(10, { ...STARVED, ...none, idleMs: 600 })), [])
    const unknown = { foreignMs: undefined } as unknown as Partial<HostSample>
    assert.deepEqual(reasons(...seconds(10, { ...STARVED, ...unknown })), [])
    assert.deepEqual(contentionIn(journal()), [])
  })

  test('quotas and late timers have reasons of their own', () => {
    assert.match(reasons(...seconds(10, { throttledMs: 400 }))[0] ?? '', /quotas .* 40 % of a proc/)
    assert.match(reasons(...seconds(10, { lagMs: 800 }))[0] ?? '', /timer was up to 800 ms late/)
  })

  test('a half with fewer bad seconds is never worse', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (bad) => {
        const found = reasons(...bad.map((is) => (is ? STARVED : {}))).length
        assert.equal(found, bad.filter(Boolean).length >= 5 ? 1 : 0)
      }),
    )
  })
})
