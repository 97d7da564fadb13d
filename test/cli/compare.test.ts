/** `repeat: until` and `compare` as a user has them, on the simulator. */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { type MeasurementsFile, parseMeasurements } from '../../src/report/measurements-file.ts'
import { type Ended, runCli } from './run-cli.ts'
import { runOnSim } from './sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-compare-'))
const runs = join(folder, 'runs')
after(() => rmSync(folder, { recursive: true, force: true }))

const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

fileOf('ring.yaml', 'name: ring\ngenerate: { shape: ring, nodes: 4 }\n')
const planWith = (repeat: string): string =>
  fileOf(
    'plan.yaml',
    `version: 1
name: cut
topology: ring.yaml
steps: [{ id: cut, do: link-down, on: r1--r2, at: 1s, for: 4s }]
repeat: ${repeat}
assertions: ["lost-prefixes == 0"]
`,
  )

const FILE = 'measurements.json'
const measurementsIn = (run: string): MeasurementsFile =>
  parseMeasurements(readFileSync(join(runs, run, FILE), 'utf8'), run)

/** A copy of a run in which something is otherwise. */
const copyAs = (name: string, change: (file: MeasurementsFile) => MeasurementsFile): void => {
  cpSync(join(runs, first), join(runs, name), { recursive: true })
  writeFileSync(join(runs, name, FILE), JSON.stringify(change(measurementsIn(first))))
}

const compared = (...args: readonly string[]): Ended => runCli(['compare', ...args, '--runs', runs])

let first = ''
before(async () => {
  const { run } = await runOnSim({ file: planWith('{ count: 10 }'), runs })
  first = basename(run.folder as string)
})

test('a run is no different from itself, by folder, name or `latest`', () => {
  const { status, stdout } = compared(join(runs, first), 'latest')
  assert.equal(status, 0)
  assert.match(stdout, /^nothing is known to differ between them/m)
  assert.match(stdout, /^0 regressions, 0 improvements beyond 5 % at a significance of 0\.01/m)
})

test('twice the convergence is a regression, and an improvement the other way round', () => {
  copyAs('slow', (file) => ({
    ...file,
    seed: 2,
    measurements: file.measurements.map((one) =>
      one.name === 'convergence' ? { ...one, value: 2 * (one.value as number) } : one,
    ),
  }))
  const worse = compared(first, 'slow')
  assert.equal(worse.status, 1, worse.stderr)
  assert.match(worse.stdout, /^ {2}seed: 1 -> 2$/m)
  assert.match(worse.stdout, /^cut +injection +convergence .* regression$/m)
  assert.equal(compared('slow', first).status, 0)
  assert.equal(compared(first, 'slow', '--bound', '150%').status, 0)
  const { rows } = JSON.parse(compared(first, 'slow', '--json').stdout)
  const found = rows.filter(({ verdict }: { verdict: string }) => verdict === 'regression')
  assert.ok(found.every(({ name }: { name: string }) => name === 'convergence'))
  assert.ok(found.every(({ a, b }: Record<'a' | 'b', { n: number }>) => a.n === 10 && b.n === 10))
})

test('runs that are not alike are refused, but for --force', () => {
  copyAs('other', (file) => ({ ...file, plan: 'other', verdict: 'invalid', reasons: ['late'] }))
  const refused = compared(first, 'other')
  assert.equal(refused.status, 2)
  assert.match(refused.stderr, /^not alike: plan: cut -> other\nnot alike: run B is invalid: late/m)
  assert.equal(compared(first, 'other', '--force').status, 0)
})

test('what is no run, and options that are none, are told', () => {
  assert.match(compared(first, 'nowhere').stderr, /^no run nowhere\n {2}try: /)
  assert.equal(compared(first, 'nowhere').status, 2)
  for (const option of [
    ['--bound', '5'],
    ['--alpha', '2'],
  ] as const)
    assert.equal(compared(first, first, ...option).status, 2)
})

test('files of a version without the newer statistics are compared too', () => {
  copyAs('old', (file) => ({
    ...file,
    statistics: file.statistics.map(({ sd, p99, iterations, intervals, ...rest }) => rest),
  }))
  assert.equal(compared('old', first).status, 0)
})

test('a plan is repeated until the figure is known well enough, and judged then', async () => {
  const notes: string[] = []
  const { run } = await runOnSim({
    file: planWith('{ count: 30, until: { measurement: convergence(cut), ci: 50%, min: 6 } }'),
    runs: join(folder, 'until'),
    onNote: (line) => notes.push(line),
  })
  const file = readFileSync(join(run.folder as string, FILE), 'utf8')
  assert.equal(parseMeasurements(file, FILE).iterations, 6)
  assert.ok(notes.some((line) => line.startsWith('6 of 30 repeats are enough: convergence(cut')))
  assert.equal(run.entries.filter(({ type }) => type === 'assertion-judged').length, 1)
  const replay = readFileSync(join(run.folder as string, 'timeline.yaml'), 'utf8')
  assert.match(
    replay,
    /^repeat: \{ count: 30, until: \{ measurement: convergence\(cut\), ci: 50%, min: 6 \} \}$/m,
  )
})
