/** A plan with a matrix as a user has it, on the simulator. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readPlan } from '../../src/cli/inputs.ts'
import { playMatrix } from '../../src/cli/matrix.ts'
import { simVenue } from '../../src/cli/sim-venue.ts'
import type { Venue } from '../../src/cli/venue.ts'
import { EXIT, TimeoutError } from '../../src/lib/errors.ts'
import type { Cell } from '../../src/model/matrix.ts'
import type { Plan } from '../../src/model/plan.ts'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-matrix-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const file = join(folder, 'plan.yaml')
writeFileSync(
  file,
  `version: 1
name: holds
topology: { name: holds, generate: { shape: ring, nodes: 4 }, defaults: { networks: { count: 1 } } }
matrix: { timers.hold: [3s, 9s], kind: [frr, lemur] }
steps: [{ id: cut, do: link-silence, on: r1--r2, at: 1s, for: 11s }]
assertions: ["detection(cut) <= 4s"]
`,
)
const NAMES = ['hold=3s,kind=frr', 'hold=3s,kind=lemur', 'hold=9s,kind=frr', 'hold=9s,kind=lemur']

const latest = (runs: string, ...path: string[]): string => join(folder, runs, 'latest', ...path)
const run = (runs: string, ...args: readonly string[]) =>
  runCli(['run', file, '--backend', 'sim', '--runs', join(folder, runs), ...args])

test('each cell is a run, the table and the worst exit status are of all', () => {
  const { status, stdout, stderr } = run('all')
  assert.equal(status, EXIT.failed, stderr)
  for (const [at, name] of NAMES.entries()) {
    assert.ok(stderr.includes(`cell ${at + 1} of 4: ${name}\n`))
    for (const made of ['events.jsonl', 'report.html', 'junit.xml'])
      assert.ok(existsSync(latest('all', name, made)), made)
  }
  assert.equal(readFileSync(latest('all', 'matrix.txt'), 'utf8'), stdout)
  const { cells } = JSON.parse(readFileSync(latest('all', 'matrix.json'), 'utf8'))
  assert.deepEqual(
    cells.map(({ verdict }: { verdict: string }) => verdict),
    ['passed', 'passed', 'failed', 'failed'],
  )
  assert.match(stdout, /detection +3s +frr +1 +\d\.\d\d s/)
  assert.ok(existsSync(latest('all', 'matrix.csv')) && existsSync(latest('all', 'matrix.html')))
})

test('cells are compared with each other, and a cell is played again from its timeline', () => {
  const [a, b] = [NAMES[0], NAMES[2]].map((name) => join('latest', name as string))
  const { status, stdout } = runCli([
    'compare',
    a as string,
    b as string,
    '--runs',
    join(folder, 'all'),
  ])
  assert.equal(status, EXIT.ok)
  assert.match(stdout, /hold: 3s -> 9s \(all nodes\)/)
  const again = runCli([
    ...['run', latest('all', NAMES[3] as string, 'timeline.yaml')],
    ...['--backend', 'sim', '--runs', join(folder, 'again')],
  ])
  assert.equal(again.status, EXIT.failed, again.stderr)
  const journal = (path: string) => readFileSync(join(path, 'events.jsonl'), 'utf8')
  assert.equal(journal(latest('again')), journal(latest('all', NAMES[3] as string)))
})

test('the matrix that is shipped plays, cell by cell', () => {
  const args = ['--backend', 'sim', '--runs', join(folder, 'shipped'), '--json']
  const { status, stdout, stderr } = runCli(['run', 'experiments/hold-times.yaml', ...args])
  assert.equal(status, EXIT.ok, stderr)
  const { cells } = JSON.parse(stdout)
  assert.ok(cells.length > 1)
  for (const { verdict } of cells) assert.equal(verdict, 'passed')
})

test('a matrix is no run: whoever takes it for one is told which there are', () => {
  for (const args of [
    ['report', 'latest'],
    ['compare', 'latest', 'latest'],
  ]) {
    const { status, stderr } = runCli([...args, '--runs', join(folder, 'all')])
    assert.equal(status, EXIT.input)
    assert.match(stderr, /folder of a matrix.*hold=3s,kind=frr/s)
  }
})

test('one cell alone is an ordinary run, and JSON is all that is on stdout', () => {
  const { status, stdout } = run('one', '--cell', 'hold=3s,kind=lemur', '--json')
  assert.equal(status, EXIT.ok)
  assert.equal(JSON.parse(stdout).verdict, 'passed')
  assert.ok(existsSync(latest('one', 'events.jsonl')))
  assert.equal(run('one', '--cell', 'hold=4s').status, EXIT.input)
})

test('plan and --dry-run show the cells; one of them can be expanded', () => {
  const shown = runCli(['plan', file])
  for (const name of NAMES) assert.ok(shown.stdout.includes(name))
  assert.equal(run('none', '--dry-run').stdout, shown.stdout)
  assert.ok(!existsSync(join(folder, 'none')))
  assert.equal(runCli(['plan', file, '--expand']).status, EXIT.input)
  const expanded = runCli(['plan', file, '--expand', '--cell', NAMES[1] as string])
  assert.match(expanded.stdout, /^matrix: \{ timers\.hold: \[ 3s \], kind: \[ lemur \] \}$/m)
})

const play = async (
  runs: string,
  venueOf: (venue: Venue) => Venue,
  signal = new AbortController().signal,
) => {
  const context = {
    options: { backend: 'sim', logLevel: 'warn' },
    signal,
    print: () => {},
    note: () => {},
  } as const
  const { plan, text } = await readPlan(context, file)
  const before = process.exitCode
  const matrix = await playMatrix(context, venueOf(simVenue(context)), {
    plan: plan as Plan & { readonly cells: readonly Cell[] },
    file,
    text,
    runs: join(folder, runs),
  })
  const status = process.exitCode
  process.exitCode = before
  return { matrix, status }
}

test('a cell whose lab does not come up is an error of its own; each lab is new', async () => {
  const calls: string[] = []
  const { matrix, status } = await play('error', (venue) => ({
    ...venue,
    open: (part, signal) => {
      calls.push('open')
      if (calls.length > 3 && calls.length < 6) throw new TimeoutError('not ready')
      return venue.open(part, signal)
    },
    down: async () => void calls.push('down'),
  }))
  assert.deepEqual(calls, Array(4).fill(['down', 'open', 'down']).flat())
  assert.deepEqual(
    matrix.cells.map(({ verdict }) => verdict),
    ['passed', 'error', 'failed', 'failed'],
  )
  assert.match(matrix.cells[1]?.reasons[0] ?? '', /not ready/)
  assert.equal(status, new TimeoutError('').exitStatus)
})

test('whoever interrupts it gets what there is; the rest is not played', async () => {
  const controller = new AbortController()
  let opened = 0
  const { matrix, status } = await play(
    'interrupted',
    (venue) => ({
      ...venue,
      async open(part, signal) {
        const stage = await venue.open(part, signal)
        if (++opened === 2) controller.abort(new Error('interrupted'))
        return stage
      },
    }),
    controller.signal,
  )
  assert.deepEqual(
    matrix.cells.map(({ verdict }) => verdict),
    ['passed', 'aborted', 'not played', 'not played'],
  )
  assert.equal(status, EXIT.interrupted)
})
