/** `events` as a user has it, on a run of the simulator. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runCli } from './run-cli.ts'
import { runOnSim } from './sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-events-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let run = ''
before(async () => {
  writeFileSync(
    join(folder, 'ring.yaml'),
    'name: ring\ngenerate: { shape: ring, nodes: 4 }\ndefaults: { networks: { count: 1 } }\n',
  )
  const file = join(folder, 'plan.yaml')
  const step = '{ id: cut, do: link-down, on: r1--r2, at: 1s, for: 200s }'
  writeFileSync(
    file,
    `version: 1\nname: ring\ntopology: ring.yaml\nrepeat: { count: 2 }\nsteps: [${step}]\n`,
  )
  const done = await runOnSim({ file, runs: join(folder, 'runs') })
  assert.equal(done.run.result.verdict, 'passed')
  run = done.run.folder as string
})

interface Line {
  readonly repeat: number
  readonly sinceMs: number
  readonly topic: string
  readonly node?: string
  readonly peer?: string
  readonly prefixes?: readonly string[]
  readonly seq?: number
  readonly line?: string
  readonly words: string
}

const json = (...args: readonly string[]): readonly Line[] => {
  const { status, stdout, stderr } = runCli(['events', run, '--json', ...args])
  assert.equal(status, 0, stderr)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

test('every line of the journal is told, in the order of time', () => {
  const lines = json()
  assert.deepEqual(
    lines.map(({ seq }) => seq as number).sort((a, b) => a - b),
    lines.map((_, i) => i + 1),
  )
  for (const repeat of [1, 2]) {
    const times = lines.filter((line) => line.repeat === repeat).map(({ sinceMs }) => sinceMs)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  }
})

test('the filters: router, prefix, session, fault, time, topic, repeat', () => {
  const calm = (lines: readonly Line[]) => lines.filter(({ topic }) => topic !== 'fault')
  const [first] = json('--type', 'update')
  const prefix = first?.prefixes?.[0] as string
  assert.ok(calm(json('--node', 'r3')).every(({ node }) => node === 'r3'))
  assert.ok(calm(json('--prefix', prefix)).every(({ prefixes }) => prefixes?.includes(prefix)))
  const between = calm(json('--session', 'r2--r1'))
  assert.ok(between.some(({ node }) => node === 'r1') && between.some(({ node }) => node === 'r2'))
  assert.ok(between.every(({ node, peer }) => /^r[12]$/.test(node as string) && peer !== 'r3'))
  assert.ok(json('--fault', 'cut').every(({ sinceMs }) => sinceMs >= 1000))
  assert.ok(
    json('--from', '1s', '--to', '1500ms').every(({ sinceMs: ms }) => ms >= 1000 && ms <= 1500),
  )
  assert.ok(json('--from', '-1h').length > json('--from', '0s').length)
  assert.ok(json('--type', 'routes,session').every(({ topic }) => /route|session/.test(topic)))
  assert.ok(json('--repeat', '2').every(({ repeat }) => repeat === 2))
})

test('an address stands for the longest prefix around it, and it is said which', () => {
  const [first] = json('--type', 'update')
  const prefix = first?.prefixes?.[0] as string
  const address = prefix.replace(/0\/24$/, '77')
  const { stdout, stderr } = runCli(['events', run, '--prefix', address, '--type', 'update'])
  assert.match(stderr, new RegExp(`the longest prefix around ${address} is ${prefix}`))
  assert.ok(stdout.split('\n').every((line) => line === '' || line.includes(prefix)))
})

test('lines for people: no colours where nobody sees them, time of day when asked for', () => {
  const { stdout } = runCli(['events', run, '--repeat', '1', '--type', 'fault'])
  assert.match(stdout, /^ {3}\+1\.000000s {2}cut {2}begins: link-down on r1--r2$/m)
  assert.ok(!stdout.includes('\u001b'))
  const absolute = runCli(['events', run, '--repeat', '1', '--absolute', '--type', 'fault']).stdout
  assert.match(absolute, /^2000-01-01T00:00:\d\d\.\d{6}Z {2}cut {2}begins/)
})

test('the routers’ own logs are on the time line, each line once, in its repeat', () => {
  const [, second] = json('--type', 'run').filter(({ words }) => /begins/.test(words))
  assert.ok(second)
  mkdirSync(join(run, 'logs'))
  const texts = ['2000-01-01T00:00:01.000000000Z 2000/01/01 00:00:01.5 ZEBRA: early', 'no time']
  writeFileSync(join(run, 'logs/r1.log'), texts.map((text) => `${text}\n`).join(''))
  const logged = json('--type', 'log')
  rmSync(join(run, 'logs'), { recursive: true })
  assert.deepEqual(
    logged.map(({ line, words, node, repeat }) => [line, words, node, repeat]),
    [
      ['2000/01/01 00:00:01.5 ZEBRA: early', 'zebra says: early', 'r1', 1],
      ['no time', 'its container says: no time', 'r1', 1],
    ],
  )
})

test('the story of a prefix: who lost it, who tried what, who chose what and why', () => {
  const [first] = json('--type', 'update')
  const prefix = first?.prefixes?.[0] as string
  const { status, stdout, stderr } = runCli([
    'events',
    run,
    '--story',
    '--prefix',
    prefix,
    '--fault',
    'cut',
    '--repeat',
    '1',
  ])
  assert.equal(status, 0, stderr)
  assert.match(stdout, /injection of cut \(link-down on r1--r2\), repeat 1/)
  assert.match(stdout, /reversion of cut/)
  assert.match(stdout, /by (AS path length|router id) \(step \d\)/)
  assert.doesNotMatch(stdout, /not known/)
  const objects = json('--story', '--prefix', prefix, '--fault', 'cut') as readonly unknown[]
  assert.equal(objects.length, 4)
})

test('what is wrong is said, with status 2', () => {
  for (const [args, expected] of [
    [['--node', 'r9'], /no node r9: did you mean "r1"/],
    [['--session', 'r1'], /write two routers/],
    [['--session', 'r1--x'], /no node x/],
    [['--fault', 'cot'], /no such step: did you mean "cut"/],
    [['--prefix', '192.0.2.1'], /nothing is said of it/],
    [['--from', 'soon'], /--from soon: not a duration/],
    [['--type', 'updats'], /did you mean "update"/],
    [['--repeat', '3'], /this run has 2/],
    [['--story'], /--prefix P --fault STEP\n.*the steps of this run: cut/],
  ] as const) {
    const { status, stderr } = runCli(['events', run, ...args])
    assert.equal(status, 2, args.join(' '))
    assert.match(stderr, expected)
  }
})
