/** `run --backend sim` and `--backend auto` as a user has them, and the promises of DESIGN 9 there. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../src/lib/package-root.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import { runCli } from './run-cli.ts'
import { journalText, runOnSim } from './sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-sim-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const ABILENE = join(packageRoot(), 'experiments/abilene.yaml')

const fileOf = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const RING = fileOf('ring.yaml', 'name: ring\ngenerate: { shape: ring, nodes: 4 }\n')

/** A cut that lasts for hours: on the simulator that is long enough to be interrupted. */
const longPlan = fileOf(
  'long.yaml',
  `version: 1
name: long
topology: ${RING}
limits: { fault-ttl: 1000h }
steps: [{ id: cut, do: link-down, on: r1--r2, at: 1s, for: 900h }]
`,
)

const journalOf = (runs: string): readonly JournalEntry[] =>
  readFileSync(join(runs, 'latest/events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEntry)

test('the demo: says where it runs, passes, and leaves a whole run folder', () => {
  const runs = join(folder, 'demo')
  const args = ['run', 'experiments/abilene.yaml', '--backend', 'sim', '--runs', runs]
  const { status, stdout, stderr } = runCli(args)
  assert.equal(status, 0, stdout + stderr)
  assert.match(
    stderr,
    /^chaoslemur runs abilene on the simulator: 11 simulated routers \(frr\), 14 links\n/,
  )
  assert.match(stdout, /^sim, seed 1; chaoslemur [^,]+, frr as FRR 10\.3$/m)
  assert.deepEqual(readdirSync(join(runs, 'latest')).sort(), [
    'captures',
    'events.jsonl',
    'junit.xml',
    'measurements.json',
    'plan.yaml',
    'report.html',
    'summary.txt',
    'timeline.yaml',
    'topology.json',
  ])
})

test('the same seed gives the same journal, byte for byte, whatever else the machine does', async () => {
  const first = journalText(await runOnSim({ file: ABILENE, runs: join(folder, 'first') }))
  // Others on both processors, and a file that is read again and again in this process.
  const busy = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;) {}']))
  const timer = setInterval(() => readFileSync(ABILENE), 1)
  try {
    const second = await runOnSim({ file: ABILENE, runs: join(folder, 'second') })
    assert.equal(journalText(second), first)
  } finally {
    clearInterval(timer)
    for (const child of busy) child.kill('SIGKILL')
  }
})

test('another seed gives another journal', async () => {
  const [one, two] = await Promise.all(
    [1, 2].map(async (seed) =>
      journalText(await runOnSim({ file: ABILENE, runs: join(folder, `seed-${seed}`), seed })),
    ),
  )
  assert.notEqual(one?.replace('"seed":1', ''), two?.replace('"seed":2', ''))
})

test('nothing of the machine is in the journal', async () => {
  const text = journalText(await runOnSim({ file: ABILENE, runs: join(folder, 'machine') }))
  const [head] = text.split('\n')
  const { versions } = JSON.parse(head as string) as { versions: Record<string, string> }
  assert.deepEqual(Object.keys(versions), ['chaoslemur', 'frr'])
  const years = new Set([...text.matchAll(/"at":(\d+)/g)].map(([, at]) => yearOf(Number(at))))
  assert.deepEqual([...years], [2000])
})

const yearOf = (at: number): number => new Date(at).getUTCFullYear()

test('Ctrl-C during a fault heals it: exit 130, verdict aborted', async () => {
  const runs = join(folder, 'interrupted')
  const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
  const child = spawn(
    process.execPath,
    [program, 'run', longPlan, '--backend', 'sim', '--runs', runs],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CHAOSLEMUR_ROOT: packageRoot() },
    },
  )
  let said = ''
  child.stderr.on('data', (chunk) => {
    const before = said
    said += String(chunk)
    if (/injected/.test(said) && !/injected/.test(before)) child.kill('SIGINT')
  })
  const status = await new Promise((resolve) => child.on('close', resolve))
  assert.equal(status, 130, said)
  const entries = journalOf(runs)
  const healed = entries.find(({ type }) => type === 'fault-healed')
  assert.equal(healed?.type === 'fault-healed' && healed.note, 'the run was ended')
  assert.deepEqual(
    entries.slice(-1).map((entry) => entry.type === 'run-ended' && entry.verdict),
    ['aborted'],
  )
})

test('without an engine auto takes the simulator, and says so first', () => {
  const plan = fileOf(
    'short.yaml',
    `version: 1\nname: short\ntopology: ${RING}\nsteps: [{ id: cut, do: link-down, on: r1--r2, for: 5s }]\n`,
  )
  const before = process.env.DOCKER_HOST
  process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock'
  const auto = runCli(['run', plan, '--runs', join(folder, 'auto')])
  const docker = runCli(['run', plan, '--runs', join(folder, 'docker'), '--backend', 'docker'])
  if (before === undefined) delete process.env.DOCKER_HOST
  else process.env.DOCKER_HOST = before
  assert.equal(auto.status, 0, auto.stderr)
  assert.match(
    auto.stderr,
    /^chaoslemur runs short on the simulator, since no Docker engine answers: /,
  )
  assert.equal(docker.status, 3)
  assert.match(docker.stderr, /no Docker engine answers/)
})

test('what needs a lab that stays refuses the simulator', () => {
  const commands = [['status'], ['heal', 'x'], ['routes', 'x', 'r1'], ['down', 'x'], ['doctor']]
  for (const command of [...commands, ['fault', 'x', 'link-down', 'r1--r2']]) {
    const { status, stderr } = runCli([...command, '--backend', 'sim'])
    assert.equal(status, 2, command.join(' '))
    assert.match(stderr, /lives only as long as the command that made it/)
  }
})

test('up shows that a lab comes up, both ends of every session', () => {
  const { status, stdout, stderr } = runCli(['up', RING, '--backend', 'sim', '--json'])
  assert.equal(status, 0, stderr)
  const { nodes } = JSON.parse(stdout) as { nodes: { established: number; sessions: number }[] }
  assert.deepEqual(
    nodes.map(({ established, sessions }) => [established, sessions]),
    [2, 2, 2, 2].map((count) => [count, count]),
  )
  assert.match(stderr, /ready after [\d.]+ s of virtual time/)
})

test('a lab that does not come up in (virtual) time is a timeout that names its sessions', () => {
  const { status, stderr } = runCli(['up', RING, '--backend', 'sim', '--timeout', '100ms'])
  assert.equal(status, 4)
  assert.match(stderr, /r1--r2 at r1: /)
})
