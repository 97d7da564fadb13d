import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metricNames } from '../../src/measure/index.ts'
import { SHOWN } from '../../src/report/shown.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { golden } from '../golden.ts'
import { entriesOf, repeatedRun, STORY, sampleRun } from './sample-run.ts'

test('it shows measurements that exist', () => {
  for (const name of SHOWN) assert.ok(metricNames.includes(name), name)
})

test('one run: a row for each half of each fault', () =>
  golden(renderSummary(sampleRun()), 'test/golden/report/summary.txt'))

test('several iterations: the spread of each figure', () =>
  golden(renderSummary(repeatedRun()), 'test/golden/report/summary-repeated.txt'))

test('a run that never began', () => {
  const run = sampleRun({
    entries: entriesOf([
      STORY[0]!,
      {
        type: 'steady-state-failed',
        at: 0,
        reasons: ['r1: the session with r2 (10.0.1.2) is Active'],
      },
    ]),
    measurements: [],
    result: { verdict: 'invalid', reasons: ['steady state: r1: the session with r2 is Active'] },
  })
  golden(renderSummary(run), 'test/golden/report/summary-no-steady-state.txt')
})

test('a fault that was not verified says so in its row', () => {
  const run = sampleRun({
    entries: entriesOf([
      ...STORY.slice(0, 3),
      {
        type: 'fault-unverified',
        at: 0,
        instance: 'cut',
        half: 'injection',
        reason: 'r1: read back up',
      },
    ]),
    measurements: [],
    assertions: [],
    result: { verdict: 'invalid', reasons: ['the injection of cut was not verified'] },
  })
  golden(renderSummary(run), 'test/golden/report/summary-unverified.txt')
})
