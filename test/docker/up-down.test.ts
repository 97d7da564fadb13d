/** Bringing labs up, changing them, and taking them down without a trace, also after a kill at any moment. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hostTest } from './engine.ts'
import { bringUp, chaoslemur, folderOf, mustRun, removeAfter, start, until } from './lab.ts'
import { leftovers } from './leftovers.ts'
import { engine, inNetwork, sessionsDown } from './look.ts'

const LAB = 'test-updown'

interface Parts {
  readonly lab?: string
  readonly pool?: string
  readonly networks?: string
  readonly nodes?: readonly string[]
  readonly links: readonly string[]
  readonly extra?: string
}

const topology = ({
  lab = LAB,
  pool = '10.203.0.0/16',
  networks = '',
  extra = '',
  ...of
}: Parts) => `
name: ${lab}
addressing: { ipv4: ${pool} }
defaults: { kind: frr, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s } }
nodes:
  a: { asn: 64501, networks: [198.19.1.0/24${networks}] ${extra} }
  b: { asn: 64502, networks: [198.19.2.0/24] }
${(of.nodes ?? []).map((line) => `  ${line}\n`).join('')}
links: [${of.links.join(', ')}]
`

const C = 'c: { asn: 64503, networks: [198.19.3.0/24] }'
const RING = ['[a, b]', '[b, c]', '[c, a]']

hostTest('a lab that is changed while it runs', { timeout: 600_000 }, async (context) => {
  const file = await bringUp(context, LAB, topology({ nodes: [C], links: RING }))
  const change = async (parts: Parts): Promise<Changed> => {
    const before = await idsOf(LAB)
    writeFileSync(file, topology(parts))
    const { status, stdout, stderr } = await chaoslemur('up', file)
    assert.equal(status, 0, stderr)
    return { ...compare(before, await idsOf(LAB)), said: stdout + stderr }
  }
  await context.test('up again does nothing', async () => {
    const { kept, made, gone, said } = await change({ nodes: [C], links: RING })
    assert.match(said, /nothing to do/)
    assert.deepEqual([made, gone], [[], []])
    assert.equal(kept.length, 7)
  })
  await context.test('status, routes, exec and logs', askTheLab)
  await context.test('a lab that is held is not given to a second controller', busy)
  await context.test('a changed node is made anew, and no other', async () => {
    const { made, gone } = await change({ nodes: [C], links: RING, networks: ', 198.19.9.0/24' })
    assert.deepEqual(made, ['agent', 'container a'])
    assert.deepEqual(gone, ['agent', 'container a'])
    assert.match(await inNetwork(LAB, 'a', 'ip -4 -o addr show dev lo'), /198\.19\.9\.1/)
  })
  await context.test('a removed link takes its network and its ends along', async () => {
    const { made, gone } = await change({ nodes: [C], links: RING.slice(0, 2) })
    assert.deepEqual(made, ['agent', 'container a', 'container c'])
    assert.deepEqual(gone, ['agent', 'container a', 'container c', 'network c--a'])
  })
  await context.test('a removed node takes its links along', async () => {
    const { made, gone } = await change({ links: ['[a, b]'] })
    assert.deepEqual(made, ['agent', 'container b'])
    assert.deepEqual(gone, ['agent', 'container b', 'container c', 'network b--c'])
    assert.deepEqual(await sessionsDown(LAB, ['a', 'b']), [])
  })
  await context.test('addresses that are taken: says so, and touches nobody', async (inner) => {
    const before = await idsOf(LAB)
    const other = 'test-overlap'
    const path = join(folderOf(inner), 'overlap.yaml')
    writeFileSync(path, topology({ lab: other, links: ['[a, b]'] }))
    removeAfter(inner, other)
    const { status, stderr } = await chaoslemur('up', path)
    assert.equal(status, 3, stderr)
    assert.match(
      stderr,
      /chaoslemur-test-overlap-a--b.*10\.203\.0\.0\/29[\s\S]*set addressing\.ipv4/,
    )
    await mustRun('down', other)
    assert.deepEqual(await leftovers(other), [])
    assert.deepEqual(await idsOf(LAB), before)
  })
  await context.test('down needs only the name, wherever one is', async (inner) => {
    const { status, stderr } = await start(['down', LAB], { cwd: folderOf(inner) }).ended
    assert.equal(status, 0, stderr)
    assert.deepEqual(await leftovers(LAB), [])
  })
})

hostTest('up that is killed at any moment', { timeout: 480_000 }, async (context) => {
  const lab = 'test-killed-up'
  const path = join(folderOf(context), 'lab.yaml')
  writeFileSync(path, topology({ lab, pool: '10.204.0.0/16', nodes: [C], links: RING }))
  removeAfter(context, lab)
  for (const ms of [100, 300, 600, 800, 1100, 1500, 3000]) {
    await context.test(`after ${ms} ms: down leaves nothing`, async () => {
      await killUpAfter(path, ms)
      await mustRun('down', lab)
      assert.deepEqual(await leftovers(lab), [])
    })
  }
  for (const ms of [700, 1200]) {
    await context.test(`after ${ms} ms: up again completes`, async () => {
      await killUpAfter(path, ms)
      await mustRun('up', path)
      assert.deepEqual(await sessionsDown(lab, ['a', 'b', 'c']), [])
      assert.equal(Object.keys(await idsOf(lab)).length, 7)
      await mustRun('down', lab)
      assert.deepEqual(await leftovers(lab), [])
    })
  }
})

hostTest('an image that is not there is named', { timeout: 400_000 }, async (context) => {
  const lab = 'test-no-image'
  const path = join(folderOf(context), 'lab.yaml')
  const extra = ', image: "chaoslemur.invalid/no-such-router:7"'
  writeFileSync(path, topology({ lab, pool: '10.205.0.0/16', links: ['[a, b]'], extra }))
  removeAfter(context, lab)
  const { status, stderr } = await chaoslemur('up', path)
  assert.equal(status, 3, stderr)
  assert.match(stderr, /no-such-router:7/)
  assert.doesNotMatch(stderr, /^ +at /m)
  await mustRun('down', lab)
  assert.deepEqual(await leftovers(lab), [])
})

const killUpAfter = async (path: string, ms: number): Promise<void> => {
  const { child, ended } = start(['up', path])
  await sleep(ms)
  child.kill('SIGKILL')
  await ended
}

type Ids = Readonly<Record<string, string>>

interface Changed {
  readonly kept: readonly string[]
  readonly made: readonly string[]
  readonly gone: readonly string[]
  readonly said: string
}

const idsOf = async (lab: string): Promise<Ids> => {
  const filters = { label: [`chaoslemur.lab=${lab}`] }
  const [containers, networks] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
  ])
  return Object.fromEntries([
    ...containers.map(({ Id, Labels }) => {
      const node = Labels['chaoslemur.node']
      return [node ? `container ${node}` : 'agent', Id]
    }),
    ...networks.map(({ Id, Labels }) => [`network ${Labels?.['chaoslemur.link']}`, Id]),
  ])
}

const compare = (before: Ids, after: Ids): Omit<Changed, 'said'> => {
  const only = (these: Ids, those: Ids) =>
    Object.keys(these).filter((key) => these[key] !== those[key])
  const kept = Object.keys(before).filter((key) => before[key] === after[key])
  return { kept, made: only(after, before).sort(), gone: only(before, after).sort() }
}

const askTheLab = async (): Promise<void> => {
  const status = JSON.parse(await mustRun('status', LAB, '--json')) as Status
  assert.deepEqual(
    status.nodes.map(({ name, state, established, sessions }) => [
      name,
      state,
      established,
      sessions,
    ]),
    ['a', 'b', 'c'].map((name) => [name, 'running', 2, 2]),
  )
  const ask = async () =>
    JSON.parse(await mustRun('routes', LAB, 'a', '--json')) as readonly Route[]
  const all = (routes: readonly Route[]) =>
    routes.every(({ nextHop, installed }) => nextHop === '0.0.0.0' || installed.length > 0)
  const routes = await until(ask, (found) => found.length === 3 && all(found), {
    patienceMs: 10_000,
  })
  const toB = routes.find(({ prefix }) => prefix === '198.19.2.0/24')
  assert.deepEqual([toB?.asPath, toB?.installed], [[64502], ['10.203.0.2']])
  const { status: seven, stdout } = await chaoslemur(
    'exec',
    LAB,
    'a',
    '--',
    'sh',
    '-c',
    'echo out; exit 7',
  )
  assert.deepEqual([seven, stdout], [7, 'out\n'])
  assert.match(await mustRun('logs', LAB, 'a'), /10\.203\.0\.2.*Up/)
  const { status: two, stderr } = await chaoslemur('routes', LAB, 'z')
  assert.deepEqual([two, stderr.includes('a, b, c')], [2, true], stderr)
}

interface Status {
  readonly nodes: readonly {
    readonly name: string
    readonly state: string
    readonly established: number
    readonly sessions: number
  }[]
}

interface Route {
  readonly prefix: string
  readonly nextHop: string
  readonly asPath: readonly number[]
  readonly installed: readonly string[]
}

const busy = async (): Promise<void> => {
  const first = start(['fault', LAB, 'link-silence', 'a--b'])
  await first.says(/(verified after[\s\S]*){2}/)
  const { status, stderr } = await chaoslemur('fault', LAB, 'link-down', 'b--c', '--for', '1s')
  assert.equal(status, 3, stderr)
  assert.match(stderr, /in use/)
  const { nodes } = JSON.parse(await mustRun('status', LAB, '--json')) as Status
  assert.ok(nodes.every(({ state, sessions }) => state === 'running' && sessions === 2))
  const routes = JSON.parse(await mustRun('routes', LAB, 'b', '--json')) as readonly Route[]
  assert.ok(routes.some(({ prefix }) => prefix === '198.19.2.0/24'))
  assert.match(await inNetwork(LAB, 'a', 'iptables-save -t raw'), /DROP/)
  first.child.kill('SIGINT')
  assert.equal((await first.ended).status, 130)
  assert.doesNotMatch(await inNetwork(LAB, 'a', 'iptables-save -t raw'), /DROP|CHAOSLEMUR/)
}
