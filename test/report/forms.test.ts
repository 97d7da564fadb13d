/** The figures as CSV and for Prometheus. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderCsv } from '../../src/report/csv.ts'
import { renderPrometheus } from '../../src/report/prometheus.ts'
import { repeatedRun, sampleRun } from './sample-run.ts'

test('CSV: a row for each sample, keys where they are known, quoted where needed', () => {
  const base = { name: 'm', unit: 'ms', step: 'cut', instance: 'cut.2', iteration: 3 } as const
  const text = renderCsv([
    { ...base, half: 'injection', value: 2, samples: [1, 3], by: { p50: 2, 'a,"b"': 1, c: 3 } },
    { ...base, value: 4, samples: [4] },
    { ...base, value: 5, samples: [] },
    { ...base, value: null, samples: [] },
  ])
  assert.deepEqual(text.split('\r\n'), [
    'measurement,step,instance,half,iteration,key,value,unit',
    'm,cut,cut.2,injection,3,"a,""b""",1,ms',
    'm,cut,cut.2,injection,3,c,3,ms',
    'm,cut,cut.2,,3,,4,ms',
    'm,cut,cut.2,,3,,5,ms',
    '',
  ])
})

test('Prometheus: each line is a comment or a sample, each metric is described once', () => {
  const text = renderPrometheus(repeatedRun())
  const lines = text.trimEnd().split('\n')
  for (const line of lines)
    assert.match(line, /^# (HELP|TYPE) [a-z_]+ |^[a-z_]+\{([a-z]+="[^"\n]*",?)+\} -?[\d.e+-]+$/)
  const types = lines.filter((line) => line.startsWith('# TYPE'))
  assert.equal(new Set(types).size, types.length)
  assert.ok(types.includes('# TYPE chaoslemur_convergence_seconds summary'))
})

test('Prometheus: times are seconds, the verdict is a label, names are escaped', () => {
  const run = sampleRun()
  const entries = run.entries.map((entry) =>
    entry.type === 'run-started' ? { ...entry, plan: 'a "b"\\\n' } : entry,
  )
  const text = renderPrometheus({
    ...run,
    entries,
    measurements: [{ name: 'x', unit: 'ms', iteration: 1, value: 1500, samples: [1500] }],
    result: { verdict: 'failed', reasons: [] },
  })
  const labels = 'plan="a \\"b\\"\\\\\\n",backend="docker"'
  assert.ok(text.includes(`chaoslemur_run_passed{${labels},verdict="failed"} 0\n`), text)
  assert.ok(text.includes(`chaoslemur_x_seconds{${labels},quantile="0.5"} 1.5\n`), text)
  assert.ok(text.includes(`chaoslemur_x_seconds_count{${labels}} 1\n`), text)
})
