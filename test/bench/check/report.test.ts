import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type CaseResult, loadDrawn } from '../../../bench/check/case.ts'
import { drawCase } from '../../../bench/check/draw.ts'
import { NO_REASONS } from '../../../bench/check/reasons.ts'
import { caseLine, differencesOf, summary } from '../../../bench/check/report.ts'
import { writeCase } from '../../../bench/check/write-case.ts'
import { faults } from '../../../src/faults/index.ts'
import { kindNames } from '../../../src/kinds/index.ts'
import { loadPlan } from '../../../src/load/plan.ts'
import { loadTopology } from '../../../src/load/topology.ts'
import { metricNames } from '../../../src/measure/index.ts'
import { rehearse } from '../../../src/run/rehearse.ts'

/** A case with an anycast prefix. */
const drawn = drawCase({ seed: 9056, routers: 6, kinds: ['frr'] })

const resultOf = (differences: readonly string[]): CaseResult => {
  const reasons = { same: 5, rival: 2, unexplained: new Map([['MED, AS path length', 1]]) }
  return {
    drawn,
    topology: loadDrawn(drawn),
    runs: [
      {
        ground: 'docker',
        phases: [
          { name: 'before', comparisons: 60, differences: [], reasons },
          { name: 'cut', comparisons: 60, differences, reasons: NO_REASONS },
        ],
      },
    ],
    tookMs: 12_345,
  }
}

test('one line a case', () => {
  const line = caseLine({ drawn, isGood: true, result: resultOf([]) })
  assert.match(
    line,
    /^seed 9056 {2}6 nodes {2}\d ASes {2}\d+ sessions {2}\d+ prefixes {2}docker: 0 before, 0 cut {2}12\.3 s$/,
  )
})

test('what differed stands below it, as far as one can read', () => {
  const differences = Array.from({ length: 12 }, (_, i) => `difference ${i}`)
  const result = resultOf(differences)
  const lines = caseLine({ drawn, isGood: false, result, file: 'x/check-9056.yaml' }).split('\n')
  assert.equal(lines[1], '  docker, cut: difference 0')
  assert.deepEqual(lines.slice(-2), ['  and 2 more', '  x/check-9056.yaml'])
  assert.equal(differencesOf(result).length, 12)
})

test('the summary counts everything, and what has no result too', () => {
  const good = { drawn, isGood: true, result: resultOf([]) }
  const bad = { drawn, isGood: false, result: resultOf(['a', 'b']) }
  const failed = { drawn, isGood: false, error: 'no engine' }
  assert.deepEqual(summary([good, bad, failed], 61.2).split('\n'), [
    'deciding step of 16 best paths: FRR names the same for 10, that against another rival for 4, something else for 2',
    '  2 times: MED, AS path length',
    '2 topologies, 240 comparisons, 2 differences, 1 without a result, 61 s',
  ])
  assert.equal(caseLine(failed), 'seed 9056: failed: no engine')
})

test('a failing case is written as a topology and a plan that load', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-check-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const path = writeCase(join(folder, 'failed'), resultOf(['a route differs']))
  const parseTopology = (file: string, text: string) =>
    loadTopology(file, text, { kinds: kindNames })
  assert.deepEqual(parseTopology(path, readFileSync(path, 'utf8')), loadDrawn(drawn))
  const planFile = path.replace('.yaml', '.plan.yaml')
  const plan = await loadPlan(planFile, readFileSync(planFile, 'utf8'), {
    faults,
    metricNames,
    rehearse: (candidate) => rehearse(candidate, faults),
    parseTopology,
    loadTopology: (file) => parseTopology(file, readFileSync(file, 'utf8')),
  })
  assert.deepEqual(
    plan.steps.flatMap((node) => (node.type === 'step' ? [node.step.id] : [])),
    ['twin', 'cut'],
  )
  assert.deepEqual(readdirSync(join(folder, 'failed')), [
    'check-9056.differences.txt',
    'check-9056.plan.yaml',
    'check-9056.yaml',
  ])
})
