/** When the figures of a run are not believed: a host whose processors others have. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { hostTest } from './engine.ts'
import { folderOf, removeAfter, start } from './lab.ts'
import { engine } from './look.ts'

const LAB = 'test-trust'

const TOPOLOGY = `
name: ${LAB}
addressing: { ipv4: 10.231.0.0/16 }
nodes:
  a: { networks: [198.19.21.0/24] }
  b: { networks: [198.19.22.0/24] }
  c: { networks: [198.19.23.0/24] }
links: [[a, b], [b, c], [c, a]]
`

/** The others on a machine of CI are not this test's business: the bounds have to tell. */
const PLAN = `
version: 1
name: trust
topology: lab.yaml
trust: { contention: invalid }
steps:
  - { id: cut, do: link-down, on: a--b, at: 4s, for: 10s }
`

/** Nothing of them is left after so long, whatever becomes of the test. */
const LONGEST_S = 60

hostTest('a host that has no processor to spare', { timeout: 600_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  writeFileSync(join(folder, 'lab.yaml'), TOPOLOGY)
  writeFileSync(join(folder, 'plan.yaml'), PLAN)
  const play = (...more: string[]) =>
    start(['run', 'plan.yaml', '--runs', 'runs', ...more], { cwd: folder })
  const measured = () =>
    JSON.parse(readFileSync(join(folder, 'runs', 'latest', 'measurements.json'), 'utf8'))

  await context.test('left alone the run passes', async () => {
    // A busy machine of CI must not fail this: only the comparison with the next one matters.
    const { status, stdout, stderr } = await play('--allow-contention').ended
    assert.equal(status, 0, stdout + stderr)
    const { host } = measured()
    assert.ok(host.samples >= 10 && host.lab > 0, JSON.stringify(host))
  })

  await context.test('starved it is invalid, and says that it was the CPU', async () => {
    const running = play()
    await running.says(/steady state reached/, 120_000)
    await using _ = await starve()
    const { status, stdout, stderr } = await running.ended
    assert.equal(status, 4, stdout + stderr)
    assert.match(stdout, /verdict: invalid/)
    assert.match(stdout, /of cut was not measured in peace: the host's CPU was taken by others/)
    const { foreign, low, steal } = measured().host
    assert.ok(foreign + low + steal > 0.5)
  })
})

/** Four endless loops for each processor, in a container with the largest share that there is. */
const starve = async (): Promise<AsyncDisposable> => {
  const { Image } = await engine.getContainer(`chaoslemur-${LAB}.agent`).inspect()
  const loops = `for i in $(seq ${4 * cpus().length}); do (while :; do :; done) & done; sleep ${LONGEST_S}; kill 0`
  const container = await engine.createContainer({
    Image,
    Entrypoint: [],
    Cmd: ['timeout', '-s', 'KILL', String(LONGEST_S), 'sh', '-c', loops],
    Labels: { 'chaoslemur.test': LAB },
    HostConfig: { NetworkMode: 'none', CpuShares: 262_144, Init: true, AutoRemove: false },
  })
  await container.start()
  return {
    [Symbol.asyncDispose]: async () => {
      await container.remove({ force: true })
    },
  }
}
