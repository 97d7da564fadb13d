/** The report of a run that was recorded on Docker: what only routers on a host have. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { measureAll } from '../../../src/measure/index.ts'
import { renderReport } from '../../../src/report/html/page.ts'
import { renderPrometheus } from '../../../src/report/prometheus.ts'
import { parseJournal } from '../../../src/run/journal.ts'

const text = readFileSync(join(packageRoot(), 'test/replay/docker-recorded/events.jsonl'), 'utf8')
const entries = parseJournal(text)
const measurements = measureAll(entries)
const run = {
  ...{ entries, measurements, assertions: [], folder: 'recorded' },
  result: { verdict: 'passed', reasons: [] },
} as const

let page = ''
before(() => {
  page = renderReport(run, '')
})

/** The cells of the first row after the text that begins so. */
const rowAfter = (place: string, ...begins: readonly string[]): readonly string[] => {
  const rows = page.slice(page.indexOf(place)).split('<tr>')
  const cells = rows.map((row) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
      (cell as string).replaceAll(/<[^>]*>/g, ''),
    ),
  )
  const found = cells.find((row) => begins.every((cell, at) => row[at] === cell))
  assert.ok(found, `${place}: ${begins}`)
  return found
}

test('updates by class, on average of both iterations', () => {
  const counts = (name: string) =>
    measurements.filter(
      (one) => one.name === name && one.step === 'gone' && one.half === 'injection',
    )
  const averages = ['aadiff', 'aadup', 'wadiff', 'wadup'].map((name) => {
    const values = counts(name).map(({ value }) => value as number)
    assert.equal(values.length, 2)
    return String(values.reduce((sum, value) => sum + value, 0) / 2)
  })
  const row = rowAfter('id="classes"', 'gone', 'injection')
  assert.deepEqual(row.slice(3, 7), averages)
  assert.ok(Number(row[3]) > 0)
})

test('resources of each router', () => {
  for (const { name } of entries[0]?.type === 'run-started' ? entries[0].topology.nodes : [])
    assert.match(rowAfter('id="resources"', name).join(' '), /\d ms [\d.]+ ms [\d.]+ MiB$/)
})

test('Prometheus has them in base units', () => {
  const lines = renderPrometheus(run)
  assert.match(lines, /^chaoslemur_cpu_time_seconds_count\{.*half="injection".*\} 2$/m)
  assert.match(lines, /^chaoslemur_memory_peak_bytes\{.*quantile="1".*\} \d{8,}$/m)
  assert.match(lines, /^chaoslemur_paths_explored\{.*step="gone".*quantile="1".*\} 3$/m)
})
