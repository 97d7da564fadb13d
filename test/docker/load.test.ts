/**
 * A plan with load on real routers: the example of experiments/, slower and shorter. What is in the
 * journal, that nobody is lost, and that nothing of the load stays, whatever ends it.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import { hostTest } from './engine.ts'
import { chaoslemur, folderOf, mustRun, removeAfter, start, until } from './lab.ts'
import { describe, engine, type Look, lookAtKernel, lookAtRouters } from './look.ts'

const LAB = 'test-load'
/** Those that the load touches, and one of those that it does not. */
const NODES = ['denver', 'atlanta', 'seattle']
const read = (path: string) => readFileSync(join(packageRoot(), path), 'utf8')

const topology = read('topologies/abilene.yaml')
  .replace(/^name: .*$/m, `name: ${LAB}\naddressing: { ipv4: 10.211.0.0/16 }`)
  .replace('connect-retry: 5s', 'connect-retry: 1s')

/** The example, with a load that any machine can carry. */
const plan = (load: string, cut: string, name: string): string =>
  read('experiments/abilene-under-load.yaml')
    .replace('../topologies/abilene.yaml', 'lab.yaml')
    .replace(/^name: .*$/m, `name: ${name}`)
    .replace('prefixes: 1000, rate: 500/s, at: 0s, for: 40s', load)
    .replace('at: 10s, for: 15s', cut)
    .replace('convergence(cut) <= 1m', 'load-rate(table) >= 1')

/** Of a machine that does other work beside. */
const PATIENCE_MS = 120_000
const BOTH = /table: load into[\s\S]*cut: injected|cut: injected[\s\S]*table: load into/

hostTest('load beside faults', { timeout: 1_200_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  writeFileSync(join(folder, 'lab.yaml'), topology)
  await mustRun('up', join(folder, 'lab.yaml'))
  const before = await look()
  const isAsBefore = async () => {
    const now = await until(look, (seen) => describe(before, seen) === '', {
      patienceMs: PATIENCE_MS,
    })
    assert.equal(describe(before, now), '')
    const left = await until(loadContainers, (found) => found.length === 0)
    assert.deepEqual(left, [])
  }
  const play = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.yaml`), text)
    const running = start(['run', `${name}.yaml`, '--runs', name], { cwd: folder })
    // One that was not ended by its test must not keep the lab from the next.
    context.after(() => running.child.kill('SIGKILL'))
    return running
  }
  await context.test('the example passes, and its journal tells everything', async () => {
    const text = plan('prefixes: 500, rate: 200/s, for: 12s', 'at: 3s, for: 4s', 'carried')
    const { status, stdout, stderr } = await play('carried', text).ended
    assert.equal(status, 0, stdout + stderr)
    checkJournal(journalOf(join(folder, 'carried/latest')))
    await isAsBefore()
  })
  const long = plan('prefixes: 200, rate: 100/s, for: 5m', 'at: 1s, for: 55s', 'long')
  await context.test('SIGINT while it runs: all of it is gone, exit 130', async () => {
    const running = play('interrupted', long)
    await running.says(BOTH, PATIENCE_MS)
    assert.notEqual((await loadContainers()).length, 0)
    running.child.kill('SIGINT')
    const { status, stderr } = await running.ended
    assert.equal(status, 130, stderr)
    const entries = journalOf(join(folder, 'interrupted/latest'))
    assert.equal(entriesOf(entries, 'load-ended')[0]?.outcome, 'stopped')
    await isAsBefore()
  })
  await context.test('SIGKILL while it runs: the agent and the engine undo it', async () => {
    const running = play('killed', long)
    await running.says(BOTH, PATIENCE_MS)
    running.child.kill('SIGKILL')
    await running.ended
    await isAsBefore()
    assert.match(await mustRun('heal', LAB), /nothing was broken/)
  })
  await context.test('SIGKILL of controller and agent: heal undoes it', async () => {
    const running = play('orphaned', long)
    await running.says(/table: load into/, PATIENCE_MS)
    running.child.kill('SIGSTOP')
    const agent = engine.getContainer(`chaoslemur-${LAB}.agent`)
    await agent.kill()
    await until(
      async () => (await agent.inspect()).State.Running,
      (runs) => !runs,
    )
    running.child.kill('SIGKILL')
    await running.ended
    assert.match(await mustRun('heal', LAB), /denver: neighbour 192\.0\.2\.2 undone/)
    await isAsBefore()
  })
  await context.test('down removes a load that runs', () => downUnderLoad(play, long))
})

const look = async (): Promise<Look> => ({
  ...(await lookAtKernel(LAB, NODES)),
  ...(await lookAtRouters(LAB, NODES)),
})

const loadContainers = async (): Promise<readonly string[]> => {
  const label = [`chaoslemur.lab=${LAB}`, 'chaoslemur.role=load']
  const found = await engine.listContainers({ all: true, filters: { label } })
  return found.flatMap(({ Names }) => Names)
}

const journalOf = (run: string): readonly JournalEntry[] =>
  readFileSync(join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEntry)

const entriesOf = <Type extends JournalEntry['type']>(
  entries: readonly JournalEntry[],
  type: Type,
): readonly Extract<JournalEntry, { type: Type }>[] =>
  entries.filter((entry): entry is Extract<JournalEntry, { type: Type }> => entry.type === type)

const checkJournal = (entries: readonly JournalEntry[]): void => {
  const [started] = entriesOf(entries, 'load-started')
  assert.deepEqual(
    started?.sessions.map(({ role, node }) => `${role} ${node}`),
    ['source denver', 'sink atlanta'],
  )
  const bursts = entriesOf(entries, 'load-burst')
  const sent = bursts.reduce((sum, { updates }) => sum + updates, 0)
  assert.ok(bursts.length >= 3 && sent > 500, `${bursts.length} bursts, ${sent} UPDATEs`)
  const seen = entriesOf(entries, 'load-canary').filter(({ seenAt }) => seenAt !== undefined)
  assert.ok(seen.length >= 2)
  for (const { sentAt, seenAt = 0 } of seen) assert.ok(seenAt > sentAt)
  const [ended] = entriesOf(entries, 'load-ended')
  assert.equal(ended?.outcome, 'complete')
  assert.equal(ended?.withdrawn, true)
  checkApart(entries)
  const settled = entriesOf(entries, 'settled').map(({ half, outcome }) => `${half} ${outcome}`)
  assert.ok(settled.includes('reversion converged'), settled.join())
}

/** What is said of the load is said in numbers, and reached every router. */
const checkApart = (entries: readonly JournalEntry[]): void => {
  const received = entriesOf(entries, 'load-received')
  const nodes = new Set(received.filter(({ announced }) => announced > 0).map(({ node }) => node))
  assert.equal(nodes.size, 11)
  const prefixes = [
    ...entriesOf(entries, 'update-received').flatMap((seen) => [
      ...seen.announced,
      ...seen.withdrawn,
    ]),
    ...entriesOf(entries, 'fib-changed').map(({ prefix }) => prefix),
  ]
  assert.deepEqual(
    prefixes.filter((prefix) => prefix.startsWith('100.')),
    [],
  )
  assert.ok(prefixes.length > 0)
  const strangers = entriesOf(entries, 'session-changed').filter(({ peer }) =>
    peer.startsWith('192.0.2.'),
  )
  assert.deepEqual(strangers, [])
}

const downUnderLoad = async (
  play: (name: string, text: string) => ReturnType<typeof start>,
  text: string,
): Promise<void> => {
  const running = play('down', text)
  await running.says(/table: load into/, PATIENCE_MS)
  await mustRun('down', LAB)
  running.child.kill('SIGKILL')
  await running.ended
  const gone = await until(loadContainers, (found) => found.length === 0)
  assert.deepEqual(gone, [])
  const { stdout } = await chaoslemur('status', '--json')
  assert.ok(!stdout.includes(LAB))
}
