/** A matrix on real routers: each cell has a lab of its own, and an interrupt leaves nothing broken. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engineTest } from './engine.ts'
import { folderOf, removeAfter, start } from './lab.ts'
import { engine } from './look.ts'

const LAB = 'test-matrix'

const plan = (length: string): string => `
version: 1
name: matrix
topology:
  name: ${LAB}
  addressing: { ipv4: 10.208.0.0/16 }
  defaults: { kind: lemur, networks: { count: 1 }, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s } }
  links: [[a, b]]
  nodes: { a: , b: }
matrix: { timers.mrai: [0s, 300ms] }
steps: [{ id: cut, do: link-down, on: a--b, at: 500ms, for: ${length} }]
`

const containers = async (): Promise<readonly string[]> => {
  const filters = { label: [`chaoslemur.lab=${LAB}`] }
  return (await engine.listContainers({ all: true, filters })).map(({ Id }) => Id)
}

engineTest('a matrix on real routers', { timeout: 600_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  const play = (length: string, runs: string) => {
    writeFileSync(join(folder, 'plan.yaml'), plan(length))
    return start(['run', 'plan.yaml', '--runs', runs], { cwd: folder })
  }
  const cell = (runs: string, name: string, file: string): string =>
    readFileSync(join(folder, runs, 'latest', name, file), 'utf8')

  await context.test('each cell has its own lab, whose routers have its settings', async () => {
    const running = play('1s', 'runs')
    await running.says(/cell 1 of 2.+injected/s, 120_000)
    const first = await containers()
    await running.says(/cell 2 of 2.+injected/s, 120_000)
    const second = await containers()
    assert.equal(first.length, 3)
    assert.equal(second.length, 3)
    assert.ok(second.every((id) => !first.includes(id)))
    const { status, stdout, stderr } = await running.ended
    assert.equal(status, 0, stdout + stderr)
    assert.deepEqual(await containers(), [])
    for (const [name, mraiMs] of [
      ['mrai=0s', 0],
      ['mrai=300ms', 300],
    ] as const) {
      const { nodes } = JSON.parse(cell('runs', name, 'topology.json'))
      for (const { timers } of nodes) assert.equal(timers.mraiMs, mraiMs)
      assert.ok(existsSync(join(folder, 'runs', 'latest', name, 'report.html')))
    }
    assert.match(stdout, /convergence +0s +1 /)
  })

  await context.test('SIGINT in a cell: healed, taken down, the next is not played', async () => {
    const running = play('60s', 'interrupted')
    await running.says(/injected/, 120_000)
    running.child.kill('SIGINT')
    const { status, stdout, stderr } = await running.ended
    assert.equal(status, 130, stdout + stderr)
    assert.match(stdout, /mrai.*\n0s +aborted.*\n300ms +not played/)
    assert.match(cell('interrupted', 'mrai=0s', 'events.jsonl'), /"type":"fault-healed"/)
    assert.deepEqual(await containers(), [])
  })
})
