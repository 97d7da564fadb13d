/**
 * The promise: SIGKILL of the controller undoes its fault within a second, whichever fault it is,
 * and leaves the lab as it was. Seen from the host: chaoslemur is not asked.
 */
import assert from 'node:assert/strict'
import { hostTest } from './engine.ts'
import { type Held, heldFaults, LAB, NODES, netemFaults, TOPOLOGY } from './held-faults.ts'
import { bringUp, chaoslemur, mustRun, start, until } from './lab.ts'
import {
  describe,
  difference,
  inNetwork,
  type Look,
  lookAtKernel,
  lookAtRouters,
  sessionsDown,
  sh,
  vtysh,
} from './look.ts'

/** What is promised is a second. A machine that does other work beside gets some more. */
const PROMISED_MS = 1000
const PATIENCE_MS = 3000

hostTest('whatever a killed controller held is undone', { timeout: 300_000 }, async (context) => {
  await bringUp(context, LAB, TOPOLOGY)
  await foreignRules()
  const before = await lookAtAll()
  assert.match(before['a rules'] ?? '', /192\.0\.2\.99/)
  const netem = await kernelHasNetem()
  const times: string[] = []
  for (const held of [...heldFaults(netem), ...(netem ? netemFaults : [])]) {
    await context.test(nameOf(held), async () => {
      const ms = await killWhileHolding(held, before)
      times.push(`${ms.toFixed(0).padStart(5)} ms  ${nameOf(held)}`)
      assert.ok(ms < PATIENCE_MS, `undone only after ${ms.toFixed(0)} ms`)
    })
  }
  for (const held of netem ? [] : netemFaults) {
    await context.test(`${held.fault} without netem`, () => isRefused(held, before))
  }
  await context.test('session-reset', () => resetThenKill(before))
  await context.test('every fault was tried', everyFault)
  await context.test('a queueing discipline of somebody else stays', foreignQdisc)
  await context.test('all sessions come back', sessionsComeBack)
  context.diagnostic(`undone after SIGKILL (promised: ${PROMISED_MS} ms):\n${times.join('\n')}`)
})

const nameOf = ({ fault, args }: Held): string => [fault, ...args].join(' ')

const argsOf = ({ fault, args, endsItself }: Held): readonly string[] => [
  ...['fault', LAB, fault, ...args],
  ...(endsItself ? [] : ['--for', '2m']),
]

const lookAtAll = async (mute?: string): Promise<Look> => {
  const [kernel, routers] = await Promise.all([
    lookAtKernel(LAB, NODES),
    lookAtRouters(
      LAB,
      NODES.filter((node) => node !== mute),
    ),
  ])
  return { ...kernel, ...routers }
}

/** A look without what a router that starts anew brings back in its own time. */
const without = (look: Look, mute: string | undefined): Look =>
  Object.fromEntries(Object.entries(look).filter(([key]) => key !== `${mute} config`))

/** Gives how long the effects outlived the controller, milliseconds. */
const killWhileHolding = async (held: Held, before: Look): Promise<number> => {
  const controller = start(argsOf(held))
  try {
    await controller.says(new RegExp(`(verified after[^]*){${held.verified ?? 1}}`))
    await assertShows(held, before)
  } finally {
    controller.child.kill('SIGKILL')
  }
  const killedAt = performance.now()
  const expected = without(before, held.mute)
  const now = await until(
    () => lookAtAll(held.mute),
    (look) => difference(expected, look).length === 0,
    { patienceMs: 5000 },
  )
  const ms = performance.now() - killedAt
  assert.equal(describe(expected, now), '', 'the lab is not as it was')
  if (held.mute) await softwareIsBack(before)
  return ms
}

/** The change must be the whole of what the fault says, and nothing beside it. */
const assertShows = async ({ shows, mute }: Held, before: Look): Promise<void> => {
  const expected = without(before, mute)
  const problems = (now: Look): readonly string[] => {
    const changed = difference(expected, now)
    const awaited = Object.keys(expected).filter((key) => shows.some(([name]) => name.test(key)))
    return [...new Set([...changed, ...awaited])].filter((key) => {
      const wanted = shows.find(([name]) => name.test(key))
      return !wanted?.[1].test(now[key] ?? 'absent') || !changed.includes(key)
    })
  }
  const look = () => lookAtAll(mute)
  const now = await until(look, (seen) => problems(seen).length === 0, { patienceMs: 3000 })
  assert.deepEqual(
    problems(now),
    [],
    `the effect does not show as it should:\n${describe(expected, now)}`,
  )
}

const softwareIsBack = async (before: Look): Promise<void> => {
  const now = await until(lookAtAll, (look) => difference(before, look).length === 0)
  assert.equal(describe(before, now), '')
}

const isRefused = async (held: Held, before: Look): Promise<void> => {
  const { status, stderr } = await chaoslemur(...argsOf(held))
  assert.ok(status === 2 || status === 3, `exit status ${status}`)
  assert.match(stderr, /sch_netem.*modprobe/)
  assert.equal(describe(before, await lookAtAll()), '')
}

const dropped = async (): Promise<number> => {
  const text = await vtysh(LAB, 'a', 'show bgp neighbors 10.201.0.2 json')
  return Number(/"connectionsDropped":(\d+)/.exec(text)?.[1])
}

/** Nothing is held; but the session must have been closed, and come back without us. */
const resetThenKill = async (before: Look): Promise<void> => {
  await sessionsComeBack()
  const closed = await dropped()
  const controller = start(['fault', LAB, 'session-reset', 'a--b'])
  await controller.says(/verified/)
  controller.child.kill('SIGKILL')
  assert.equal(await dropped(), closed + 1)
  assert.equal(describe(before, await lookAtAll()), '')
}

const everyFault = async (): Promise<void> => {
  const known = JSON.parse(await mustRun('fault', '--json')) as readonly { name: string }[]
  const tried = new Set([...heldFaults(false), ...netemFaults].map(({ fault }) => fault))
  assert.deepEqual(
    known.map(({ name }) => name).filter((name) => !tried.has(name)),
    ['session-reset'],
  )
}

const sessionsComeBack = async (): Promise<void> => {
  const ask = () => sessionsDown(LAB, NODES)
  assert.deepEqual(await until(ask, (down) => down.length === 0, { patienceMs: 60_000 }), [])
}

/** Of a user who works in the same namespaces; on a node that no fault here restarts. */
const foreignRules = async (): Promise<void> => {
  for (const table of ['raw', 'filter']) {
    const chain = table === 'raw' ? 'PREROUTING' : 'INPUT'
    await inNetwork(LAB, 'a', `iptables -t ${table} -A ${chain} -s 192.0.2.99 -j ACCEPT`)
  }
}

const foreignQdisc = async (): Promise<void> => {
  const find = `ip -o link show $(ip -o -4 addr show to 10.201.0.25 | cut -d" " -f2)`
  const end = await inNetwork(LAB, 'd', find)
  const index = end.match(/@if(\d+)/)?.[1]
  const device = (await sh('ip -o link show')).match(new RegExp(`^${index}: ([^@:]+)`, 'm'))?.[1]
  await sh(`tc qdisc add dev ${device} root handle 77: tbf rate 50mbit burst 100k latency 10ms`)
  const { status, stderr, stdout } = await chaoslemur(
    ...['fault', LAB, 'link-rate', 'd--a', '--with', 'rate=1mbit', '--for', '1s'],
  )
  assert.equal(status, 3, stdout + stderr)
  assert.match(stdout + stderr, /not ours/)
  const all = await sh('tc qdisc show')
  assert.match(all, new RegExp(`qdisc tbf 77: dev ${device} root`))
  assert.doesNotMatch(all, /c4a0:/)
  await sh(`tc qdisc del dev ${device} root`)
}

const kernelHasNetem = (): Promise<boolean> =>
  sh('unshare -n tc qdisc add dev lo root netem delay 1ms 2>/dev/null').then(
    () => true,
    () => false,
  )
