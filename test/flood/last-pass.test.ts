import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterLastPass } from '../../src/flood/last-pass.ts'
import type { CanaryTimes, Transfer, TransferResult } from '../../src/flood/types.ts'
import { config, performed } from './flood-double.ts'

const canary = (source: number, seenAtMs?: number): CanaryTimes => ({
  source,
  prefix: `192.168.255.${source}/32`,
  sentAtMs: 900,
  ...(seenAtMs === undefined ? {} : { seenAtMs }),
})

/** A table of 100 UPDATEs, sent by two sources. */
const { engine } = await performed(config({ mode: 'multi', repeat: 1, table: 100, burst: 300 }))
const [conditioning, burst] = engine.jobs as [Transfer, Transfer]

const result = (tail: readonly CanaryTimes[]): TransferResult => ({
  outcome: 'complete',
  startedAtMs: 0,
  sentAtMs: 900,
  completedAtMs: 300,
  updatesSent: 302,
  prefixesSent: 300,
  octetsSent: 1,
  updatesReceived: 302,
  prefixesReceived: 300,
  withdrawalsReceived: 0,
  octetsReceived: 1,
  expectedPrefixes: 100,
  missingPrefixes: 0,
  repeatedPrefixes: 200,
  foreignPrefixes: 0,
  head: [],
  tail,
  blockedMs: 0,
})

test('three passes are over with the canaries behind the third', () => {
  const ended = afterLastPass(burst, result([canary(1, 910), canary(2, 950)]), 2)
  assert.deepEqual([ended.outcome, ended.completedAtMs], ['complete', 950])
})

test('without these the transfer stands still, whatever has been seen before', () => {
  for (const tail of [[], [canary(1, 910)], [canary(1, 910), canary(2)]]) {
    const ended = afterLastPass(burst, result(tail), 2)
    assert.deepEqual([ended.outcome, ended.completedAtMs], ['timeout', undefined])
    assert.match(ended.reason ?? '', /of 2 canaries behind the last pass have not come/)
  }
})

test('a single pass is over with its prefixes: each source may send the whole table in it', () => {
  for (const job of [conditioning, { ...burst, updates: 100 }]) {
    const same = result([])
    assert.equal(afterLastPass(job, same, 2), same)
  }
})

test('what was not complete, or not awaited, is left as it is', () => {
  const short = { ...result([]), outcome: 'short' as const }
  assert.equal(afterLastPass(burst, short, 2), short)
  const counted = result([])
  assert.equal(afterLastPass({ ...burst, until: 'count' }, counted, 2), counted)
})
