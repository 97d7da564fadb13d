/** A plan with load on the simulator: the example of experiments/, slower and shorter. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import { journalText, runOnSim } from './sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-sim-load-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const example = readFileSync(join(packageRoot(), 'experiments/abilene-under-load.yaml'), 'utf8')

const planOf = (name: string, load: string): string => {
  const file = join(folder, `${name}.yaml`)
  const text = example
    .replace('../topologies', join(packageRoot(), 'topologies'))
    .replace('prefixes: 1000, rate: 500/s, at: 0s, for: 40s', load)
    .replace('at: 10s, for: 15s', 'at: 3s, for: 4s')
  writeFileSync(file, text)
  return file
}

const CARRIED = planOf('carried', 'prefixes: 300, rate: 200/s, for: 12s')
const LOAD_MEASUREMENTS = [
  ...['load-rate', 'load-canary', 'lost-canaries', 'load-updates'],
  'load-session-losses',
]

test('it passes, every load measurement has a figure, and the journal is the same again', async () => {
  const done = await runOnSim({ file: CARRIED, runs: join(folder, 'carried') })
  assert.deepEqual(done.run.result, { verdict: 'passed', reasons: [] })
  const path = join(done.run.folder as string, 'measurements.json')
  const text = readFileSync(path, 'utf8')
  for (const name of LOAD_MEASUREMENTS) assert.ok(text.includes(`"${name}"`), name)
  const entries = journalText(done)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEntry)
  const [ended] = entries.filter((entry) => entry.type === 'load-ended')
  assert.ok(ended?.type === 'load-ended' && ended.outcome === 'complete')
  assert.ok(Math.abs((ended.updates / ended.sendingMs) * 1000 - 200) < 5)
  // Of the load there are sums, and the rest is the lab's.
  const isOfLoad = (prefix: string) => prefix.startsWith('100.')
  for (const entry of entries)
    if (entry.type === 'update-received')
      assert.ok(![...entry.announced, ...entry.withdrawn].some(isOfLoad))
    else if (entry.type === 'fib-changed') assert.ok(!isOfLoad(entry.prefix))
  assert.ok(entries.some(({ type }) => type === 'load-received'))
  const again = await runOnSim({ file: CARRIED, runs: join(folder, 'again') })
  assert.equal(journalText(again), journalText(done))
})

test('an interrupt ends the load, and the journal says so', async () => {
  const file = planOf('long', 'prefixes: 300, rate: 50/s, for: 100h')
  const ending = new AbortController()
  const onNote = (line: string) => {
    if (line.includes('cut: healed')) ending.abort(new Error('enough'))
  }
  const runs = join(folder, 'long')
  const done = await runOnSim({ file, runs, signal: ending.signal, onNote })
  assert.equal(done.run.result.verdict, 'aborted')
  assert.match(journalText(done), /"load-ended".*"outcome":"stopped"/)
})
