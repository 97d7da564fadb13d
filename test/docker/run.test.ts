/** A real experiment from plan to run folder, and what is left when it is interrupted or killed. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { hostTest } from './engine.ts'
import { type Ended, folderOf, mustRun, removeAfter, start, until } from './lab.ts'
import { describe, engine, inNetwork, type Look, lookAtKernel, lookAtRouters } from './look.ts'

const LAB = 'test-run'
const NODES = ['a', 'b', 'c', 'd']

/** A ring with an iBGP pair; the canary of every node is probed from every other one. */
const TOPOLOGY = `
name: ${LAB}
addressing: { ipv4: 10.206.0.0/16 }
defaults: { kind: frr, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s } }
nodes:
  a: { asn: 64501, networks: [198.19.11.0/24] }
  b: { asn: 64502, networks: [198.19.12.0/24] }
  c: { asn: 64503, networks: [198.19.13.0/24] }
  d: { asn: 64503, networks: [198.19.14.0/24] }
links: [[a, b], [b, c], [c, d], [d, a]]
`

const plan = (name: string, length: string, ...assertions: readonly string[]): string => `
version: 1
name: ${name}
topology: lab.yaml
steady-state: [sessions: all-established, routes: as-predicted, quiet: { for: 1s }]
steps:
  - { id: cut, do: link-down, on: a--b, at: 500ms, for: ${length} }
assertions: ${JSON.stringify(assertions)}
`

hostTest('experiments on one lab', { timeout: 900_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  writeFileSync(join(folder, 'lab.yaml'), TOPOLOGY)
  const play = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.yaml`), text)
    return start(['run', `${name}.yaml`, '--runs', name], { cwd: folder })
  }
  await context.test('a cut of three seconds passes', async () => {
    const ways = ['blackhole-time(cut) >= 1ms', 'loop-time(cut) <= 3s', 'detour-time(cut) <= 3s']
    const text = plan('pass', '3s', 'detection(cut) <= 1s', 'lost-prefixes == 0', ...ways)
    const { status, stdout, stderr } = await play('pass', text).ended
    assert.equal(status, 0, stdout + stderr)
    checkFolder(runIn(folder, 'pass'))
  })
  const before = await look()
  const isAsBefore = async () => assert.equal(describe(before, await look()), '')
  await context.test('an assertion that does not hold: exit 1, and the lab is healed', async () => {
    const text = plan('fail', '1s', 'detection(cut) >= 1m')
    const { status, stdout, stderr } = await play('fail', text).ended
    assert.equal(status, 1, stdout + stderr)
    const { failures } = suiteOf(runIn(folder, 'fail'))
    assert.equal(failures, '1')
    await isAsBefore()
  })
  await context.test('SIGINT during the fault: healed, exit 130, aborted', async () => {
    const running = play('interrupted', plan('interrupted', '30s'))
    await running.says(/injected/)
    assert.ok(await isCut())
    running.child.kill('SIGINT')
    const { status, stderr } = await running.ended
    assert.equal(status, 130, stderr)
    await isAsBefore()
    const last = journalOf(runIn(folder, 'interrupted')).at(-1)
    assert.deepEqual([last?.type, last?.verdict], ['run-ended', 'aborted'])
  })
  await context.test('SIGKILL during the fault: healed by the agent', async () => {
    const running = play('killed', plan('killed', '30s'))
    await running.says(/injected/)
    assert.ok(await isCut())
    running.child.kill('SIGKILL')
    await running.ended
    await until(look, (now) => describe(before, now) === '', { patienceMs: 20_000 })
    await isAsBefore()
    assert.match(await mustRun('heal', LAB), /nothing was broken/)
    checkJournal(runIn(folder, 'killed'))
  })
  await context.test('SIGKILL of the agent during the fault: exit 3, and heal heals', async () => {
    const running = play('orphaned', plan('orphaned', '30s'))
    await running.says(/injected/)
    await engine.getContainer(`chaoslemur-${LAB}.agent`).kill()
    const { status, stderr } = await running.ended
    assert.equal(status, 3, stderr)
    assert.match(stderr, /chaoslemur heal/)
    assert.ok(await isCut())
    const last = checkJournal(runIn(folder, 'orphaned')).at(-1)
    assert.deepEqual([last?.type, last?.verdict], ['run-ended', 'invalid'])
    assert.match(await mustRun('heal', LAB), /no carrier/)
    await isAsBefore()
  })
  await context.test('the run after it is as good as any', async () => {
    const { status, stdout, stderr }: Ended = await play('again', plan('again', '1s')).ended
    assert.equal(status, 0, stdout + stderr)
  })
})

const look = async (): Promise<Look> => ({
  ...(await lookAtKernel(LAB, NODES)),
  ...(await lookAtRouters(LAB, NODES)),
})

const isCut = async (): Promise<boolean> =>
  (await inNetwork(LAB, 'a', 'ip -o link show')).includes('NO-CARRIER')

const runIn = (folder: string, runs: string): string => join(folder, runs, 'latest')

interface Entry {
  readonly seq: number
  readonly type: string
  readonly at: number
  readonly verdict?: string
}

const journalOf = (run: string): readonly Entry[] =>
  readFileSync(join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry)

/** Whole lines, numbered without a gap, from the start of the run on. */
const checkJournal = (run: string): readonly Entry[] => {
  const entries = journalOf(run)
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    entries.map((_, index) => index + 1),
  )
  assert.equal(entries[0]?.type, 'run-started')
  return entries
}

const FILES = [
  ...['captures', 'events.jsonl', 'junit.xml', 'logs', 'measurements.json'],
  ...['plan.yaml', 'report.html', 'summary.txt', 'timeline.yaml', 'topology.json'],
]

const checkFolder = (run: string): void => {
  assert.deepEqual(readdirSync(run).sort(), FILES)
  const entries = checkJournal(run)
  assert.equal(entries.at(-1)?.type, 'run-ended')
  checkSuite(run)
  checkMeasurements(run)
  checkCaptures(run)
}

interface Suite {
  readonly tests: string
  readonly failures: string
  readonly testcase: readonly { readonly name: string }[]
}

const suiteOf = (run: string): Suite => {
  const text = readFileSync(join(run, 'junit.xml'), 'utf8')
  assert.equal(XMLValidator.validate(text), true)
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' })
  return parser.parse(text).testsuites.testsuite as Suite
}

const checkSuite = (run: string): void => {
  const { tests, failures, testcase } = suiteOf(run)
  const names = testcase.map(({ name }) => name)
  assert.deepEqual(names.slice(0, 3), [
    'steady-state',
    'detection(cut) <= 1s',
    'lost-prefixes == 0',
  ])
  assert.deepEqual([tests, failures], [String(names.length), '0'])
}

interface Statistic {
  readonly name: string
  readonly half: string
  readonly n: number
  readonly max: number
}

/** A cut is seen at once, and the network goes another way long before a hold timer (3 s) would tell it. */
const checkMeasurements = (run: string): void => {
  const text = readFileSync(join(run, 'measurements.json'), 'utf8')
  const { statistics } = JSON.parse(text) as { readonly statistics: readonly Statistic[] }
  const within = (name: string, ms: number) => {
    const found = statistics.find((one) => one.name === name && one.half !== 'reversion')
    const { n, max } = found ?? { n: 0, max: Number.NaN }
    assert.ok(n > 0 && max <= ms, `${name}: ${max} ms, ${n} values`)
  }
  within('detection', 1000)
  within('convergence', 2000)
  within('fib-convergence', 2000)
  within('lost-prefixes', 0)
}

/** pcap of tcpdump, in either byte order, with micro- or nanoseconds. */
const MAGIC = ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d']

const checkCaptures = (run: string): void => {
  const captures = join(run, 'captures', '1')
  assert.deepEqual(
    readdirSync(captures).sort(),
    NODES.map((node) => `${node}.pcap`),
  )
  for (const file of readdirSync(captures)) {
    const bytes = readFileSync(join(captures, file))
    assert.ok(MAGIC.includes(bytes.subarray(0, 4).toString('hex')), file)
    assert.ok(bytes.length > 24 + 16, `${file} holds no packet`)
  }
}
