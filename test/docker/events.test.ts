/** The readable log of real routers: of a run, with their own logs and its story, and of a lab as it lives. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { engineTest } from './engine.ts'
import { chaoslemur, folderOf, mustRun, removeAfter, start, until } from './lab.ts'
import { engine } from './look.ts'

const LAB = 'test-events'
const TOPOLOGY = `name: ${LAB}
addressing: { ipv4: 10.218.0.0/16 }
defaults:
  timers: { keepalive: 3s, hold: 9s, connect-retry: 1s }
  networks: { count: 1 }
nodes:
  a: { asn: 64501 }
  b: { asn: 64502 }
  c: { asn: 64503, kind: lemur }
links: [[a, b], [b, c], [a, c]]
`
const PLAN = `version: 1
name: ${LAB}
topology: lab.yaml
steps: [{ id: cut, do: link-down, on: a--b, at: 1s, for: 5s }]
`
/** Of a machine that does other work beside. */
const PATIENCE_MS = 120_000

engineTest('events of real routers', { timeout: 1_200_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  writeFileSync(join(folder, 'lab.yaml'), TOPOLOGY)
  writeFileSync(join(folder, 'plan.yaml'), PLAN)
  const runs = join(folder, 'runs')
  const { status, stderr } = await chaoslemur('run', join(folder, 'plan.yaml'), '--runs', runs)
  // What is measured on a machine that does other work is not what is tested here.
  assert.ok(status === 0 || status === 4, stderr)
  const events = (...args: readonly string[]) => mustRun('events', join(runs, 'latest'), ...args)

  await context.test('every line of every log is told once', async () => {
    assert.deepEqual(readdirSync(join(runs, 'latest/logs')).sort(), ['a.log', 'b.log', 'c.log'])
    const lines = (await events('--json')).trimEnd().split('\n').map(parse)
    for (const node of ['a', 'b', 'c']) {
      const logged = readFileSync(join(runs, `latest/logs/${node}.log`), 'utf8').split('\n')
      const told = lines.filter((line) => line.node === node).flatMap(({ line }) => line ?? [])
      assert.deepEqual(told.sort(), logged.filter(Boolean).map(withoutStamp).sort())
    }
    const lost = lines.filter(({ words }) => /^lost the session with b/.test(words))
    assert.ok(lost.some(({ seq, line, daemon }) => seq && line && daemon === 'bgpd'))
  })
  await context.test('the story of a prefix names who went another way, and why', async () => {
    const update = (await events('--json', '--type', 'update')).trimEnd().split('\n').map(parse)
    const prefix = update.find(({ peer }) => peer === 'b')?.prefixes?.[0] as string
    const story = await events('--story', '--prefix', prefix, '--fault', 'cut')
    assert.match(story, /injection of cut \(link-down on a--b\)/)
    assert.match(story, /the only path that it has|by AS path length/)
  })
  await context.test('--follow tells what others break, and leaves nothing behind', async () => {
    const running = follow(context)
    await running.says(/watching test-events/, PATIENCE_MS)
    await until(monitors, (count) => count === 3, { patienceMs: PATIENCE_MS })
    await mustRun('fault', LAB, 'link-down', 'a--b', '--for', '2s')
    await running.says(/a {2}sees the link a--b go down/, PATIENCE_MS)
    await running.says(/[ab] {2}lost the session with [ab]/, PATIENCE_MS)
    await running.says(/[ab] {2}now forwards \S+ to c/, PATIENCE_MS)
    running.child.kill('SIGINT')
    assert.equal((await running.ended).status, 130)
    assert.equal(await until(monitors, (count) => count === 0), 0)
  })
  await context.test('killed, it leaves nothing behind either', async () => {
    const running = follow(context)
    await until(monitors, (count) => count === 3, { patienceMs: PATIENCE_MS })
    running.child.kill('SIGKILL')
    await running.ended
    assert.equal(await until(monitors, (count) => count === 0), 0)
  })
  await context.test('--messages tells what routers hear', async () => {
    const running = follow(context, '--messages')
    await running.says(/watching test-events/, PATIENCE_MS)
    await mustRun('exec', LAB, 'a', '--', 'vtysh', '-c', 'clear bgp ipv4 unicast *')
    await running.says(/c {2}heard from a: \S+ via AS 64501/, PATIENCE_MS)
    running.child.kill('SIGINT')
    assert.equal((await running.ended).status, 130)
  })
  await context.test('without --follow it is what was logged until now', async () => {
    assert.match(await mustRun('events', LAB, '--type', 'session'), /c {2}has a session with a/)
    const { status, stderr } = await chaoslemur('events', LAB, '--fault', 'cut')
    assert.equal(status, 2)
    assert.match(stderr, /--fault is for runs/)
  })
  await context.test('it ends with the lab', async () => {
    const running = follow(context)
    await until(monitors, (count) => count === 3, { patienceMs: PATIENCE_MS })
    await mustRun('down', LAB)
    const { status, stderr } = await running.ended
    assert.equal(status, 0, stderr)
    assert.match(stderr, /lab test-events is gone/)
  })
})

interface Line {
  readonly words: string
  readonly node?: string
  readonly peer?: string
  readonly line?: string
  readonly daemon?: string
  readonly seq?: number
  readonly prefixes?: readonly string[]
}

const parse = (line: string): Line => JSON.parse(line) as Line
const withoutStamp = (line: string): string => line.slice(line.indexOf(' ') + 1)

const follow = (context: TestContext, ...args: readonly string[]) => {
  const running = start(['events', LAB, '--follow', ...args])
  context.after(() => running.child.kill('SIGKILL'))
  return running
}

/** Programs in the routers that watch their kernels. */
const monitors = async (): Promise<number> => {
  const tables = await Promise.all(
    ['a', 'b', 'c'].map((node) => engine.getContainer(`chaoslemur-${LAB}-${node}`).top()),
  )
  return tables.flatMap(({ Processes }) => Processes as string[][]).filter(isMonitor).length
}

const isMonitor = (columns: readonly string[]): boolean =>
  columns.some((text) => text.startsWith('ip -ts -o monitor'))
