/**
 * The promise: SIGKILL of the controller undoes its fault within a second, whichever fault it is,
 * and leaves the lab as it was; after SIGKILL of the agent, `heal` does. Seen from the host.
 */
import assert from 'node:assert/strict'
import { hostTest } from './engine.ts'
import { type Held, heldFaults, LAB, NODES, netemFaults, TOPOLOGY } from './held-faults.ts'
import { argsOf, assertShows, lookAtAll, nameOf, softwareIsBack, without } from './holding.ts'
import { bringUp, chaoslemur, type Ended, mustRun, type Running, start, until } from './lab.ts'
import {
  describe,
  difference,
  engine,
  inNetwork,
  type Look,
  sessionsDown,
  sh,
  vtysh,
} from './look.ts'

/** What is promised is a second. A slow machine gets more, but not as much as the lease of a controller that hangs. */
const PROMISED_MS = 1000
const PATIENCE_MS = 8000

hostTest('whatever a killed controller held is undone', { timeout: 900_000 }, async (context) => {
  const file = await bringUp(context, LAB, TOPOLOGY)
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
  for (const held of heldFaults(netem).filter(ofOwnLever)) {
    await context.test(`${nameOf(held)}, agent killed`, () => killAgent(held, before))
  }
  await context.test('after both were killed, the next up heals', () => upHeals(file, before))
  await context.test('a controller that hangs loses its lease', () => hang(before))
  await context.test('a lab that is whole is left alone by heal', async () => {
    assert.match(await mustRun('heal', LAB), /nothing was broken/)
  })
  await context.test('session-reset', () => resetThenKill(before))
  await context.test('every fault was tried', everyFault)
  await context.test('a queueing discipline of somebody else stays', foreignQdisc)
  await context.test('all sessions come back', sessionsComeBack)
  context.diagnostic(`undone after SIGKILL (promised: ${PROMISED_MS} ms):\n${times.join('\n')}`)
})

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
    { patienceMs: 12_000 },
  )
  const ms = performance.now() - killedAt
  assert.equal(describe(expected, now), '', 'the lab is not as it was')
  if (held.mute) await softwareIsBack(before)
  return ms
}

/** One for each way in which the agent changes something. */
const ofOwnLever = (held: Held): boolean =>
  [
    'link-down a--b',
    'link-down a->b --with mode=admin',
    'link-silence a--b',
    'link-loss a--b --with percent=20%',
    'link-rate a->b --with rate=1mbit',
    'node-power-loss b',
    'node-freeze b',
    'daemon-kill b',
    'daemon-freeze b --with daemon=rib',
    'session-shutdown a--b',
    'prefix-withdraw a',
    'prefix-announce a --with prefixes=198.18.2.0/24',
  ].includes(nameOf(held))

const killAgentContainer = (): Promise<unknown> =>
  engine.getContainer(`chaoslemur-${LAB}.agent`).kill()

const holdSilence = async (): Promise<Running> => {
  const controller = start(['fault', LAB, 'link-silence', 'a--b'])
  await controller.says(/(verified after[\s\S]*){2}/)
  return controller
}

const upHeals = async (file: string, before: Look): Promise<void> => {
  const controller = await holdSilence()
  // Stopped first, so that neither of them can do anything about the other's end.
  controller.child.kill('SIGSTOP')
  await killAgentContainer()
  controller.child.kill('SIGKILL')
  await controller.ended
  assert.notEqual(describe(before, await lookAtAll()), '')
  await mustRun('up', file)
  assert.equal(describe(before, await lookAtAll()), '')
}

/** Not dead, but silent: its pipe to the agent stays open. */
const hang = async (before: Look): Promise<void> => {
  const controller = await holdSilence()
  controller.child.kill('SIGSTOP')
  const isHealed = (look: Look) => difference(before, look).length === 0
  const now = await until(lookAtAll, isHealed, { patienceMs: 20_000, pauseMs: 500 })
  assert.equal(describe(before, now), '')
  controller.child.kill('SIGCONT')
  const { status, stderr } = await endOf(controller)
  assert.equal(status, 3, stderr)
}

/** Nobody is left who knows of the fault: the controller must say so, and `heal` must find it. */
const killAgent = async (held: Held, before: Look): Promise<void> => {
  const controller = start(argsOf(held))
  await controller.says(new RegExp(`(verified after[^]*){${held.verified ?? 1}}`))
  await killAgentContainer()
  const { status, stderr } = await endOf(controller)
  assert.equal(status, 3, stderr)
  assert.match(stderr, /agent is gone.*heal/s)
  await assertShows(held, before)
  assert.doesNotMatch(await mustRun('heal', LAB), /nothing/)
  assert.equal(describe(without(before, held.mute), await lookAtAll(held.mute)), '')
  await softwareIsBack(before)
}

const endOf = async (controller: Running): Promise<Ended> => {
  const timer = setTimeout(() => controller.child.kill('SIGKILL'), 20_000)
  return controller.ended.finally(() => clearTimeout(timer))
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
