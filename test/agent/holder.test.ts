import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Holder } from '../../src/agent/holder.ts'
import type { Context } from '../../src/agent/levers/context.ts'
import { host } from '../../src/agent/nodes.ts'
import type { AgentChange, AgentState } from '../../src/agent/protocol.ts'
import type { Shape } from '../../src/model/topology.ts'

// The levers open a shell of the host as soon as they are loaded.
after(() => host.close())

const carrier = (node: string, up: boolean): AgentState => ({
  lever: 'carrier',
  node,
  link: 'a--b',
  up,
})
const cut = (node: string): AgentChange => ({
  subject: `carrier a--b@${node}`,
  state: carrier(node, false),
  baseline: carrier(node, true),
})
const stop = (node: string): AgentChange => ({
  subject: `process ${node}`,
  state: { lever: 'process', node, state: 'stopped', how: 'kill' },
  baseline: { lever: 'process', node, state: 'running', how: 'start' },
})
const shutdown = (node: string): AgentChange => ({
  subject: `session a--b@${node}`,
  state: { lever: 'command', node, commands: [['shutdown']] },
  baseline: { lever: 'command', node, commands: [['no shutdown']] },
})
const shaped = (node: string, shape: Shape, baseline: Shape): AgentChange => {
  const of = (value: Shape): AgentState => ({ lever: 'shape', node, link: 'a--b', shape: value })
  return { subject: `shape a--b@${node}`, state: of(shape), baseline: of(baseline) }
}
const healed = ({ subject, baseline }: AgentChange): AgentChange => ({
  subject,
  state: baseline,
  baseline,
})

/** Levers that only note what was asked; `obstacle` may delay or refuse a state. */
const scripted = (obstacle: (state: AgentState) => Promise<void> = async () => undefined) => {
  const pulled: AgentState[] = []
  const holder = new Holder({} as Context, async (state) => {
    await obstacle(state)
    pulled.push(state)
    return `${state.lever} read back`
  })
  return { holder, pulled }
}

const refuse =
  (refused: AgentState) =>
  async (state: AgentState): Promise<void> => {
    if (JSON.stringify(state) === JSON.stringify(refused)) throw new Error('Permission denied')
  }

test('what is applied is read back, in the order asked for, and timed', async () => {
  const { holder, pulled } = scripted()
  const applied = await holder.apply([cut('a'), cut('b')])
  assert.deepEqual(pulled, [carrier('a', false), carrier('b', false)])
  assert.deepEqual(
    applied.map(({ subject, readBack }) => [subject, readBack]),
    [
      ['carrier a--b@a', 'carrier read back'],
      ['carrier a--b@b', 'carrier read back'],
    ],
  )
  for (const { commandedAt, verifiedAt = 0 } of applied) assert.ok(verifiedAt >= commandedAt)
})

test('a state that is told while its subject is still changing comes after it', async () => {
  const { holder, pulled } = scripted(async ({ lever }) => {
    if (lever === 'process') await new Promise((resolve) => setImmediate(resolve))
  })
  const stopping = holder.apply([stop('a')])
  // Ctrl-C: the runner waits for nobody and heals.
  await holder.apply([healed(stop('a'))])
  assert.deepEqual(pulled, [stop('a').state, stop('a').baseline])
  assert.ok((await stopping)[0]?.verifiedAt)
})

test('revert puts back what is held, and nothing twice', async () => {
  const { holder, pulled } = scripted()
  await holder.apply([cut('a')])
  pulled.length = 0
  assert.deepEqual(await holder.revert(), [])
  assert.deepEqual(pulled, [carrier('a', true)])
  await holder.revert()
  assert.equal(pulled.length, 1)
})

test('what was healed is not held any more', async () => {
  const { holder, pulled } = scripted()
  await holder.apply([cut('a')])
  await holder.apply([healed(cut('a'))])
  pulled.length = 0
  await holder.revert()
  assert.deepEqual(pulled, [])
})

test('a change that equals its baseline is done once and never held', async () => {
  const { holder, pulled } = scripted()
  const command: AgentState = { lever: 'command', node: 'a', commands: [['clear']] }
  await holder.apply([{ subject: 'reset a--b@a', state: command, baseline: command }])
  await holder.revert()
  assert.deepEqual(pulled, [command])
})

test('a failed change goes back to its baseline, is not verified, says why, and leaves the others', async () => {
  const { holder, pulled } = scripted(refuse(carrier('a', false)))
  const [failed, worked] = await holder.apply([cut('a'), cut('b')])
  assert.equal(failed?.verifiedAt, undefined)
  assert.equal(failed?.readBack, 'Permission denied; back at the baseline')
  assert.ok(worked?.verifiedAt)
  assert.ok(pulled.some((state) => JSON.stringify(state) === JSON.stringify(carrier('a', true))))
  pulled.length = 0
  await holder.revert()
  assert.deepEqual(pulled, [carrier('b', true)])
})

test('a baseline that cannot be reached is told by apply, and by revert', async () => {
  const { holder } = scripted(async (state) => {
    if (state.node === 'a') throw new Error('no such device')
  })
  const [failed] = await holder.apply([cut('a')])
  assert.equal(
    failed?.readBack,
    'no such device; NOT back at the baseline: carrier a--b@a: no such device',
  )
  const stubborn = scripted(refuse(carrier('a', true)))
  await stubborn.holder.apply([cut('a'), cut('b')])
  assert.deepEqual(await stubborn.holder.revert(), [
    'NOT back at the baseline: carrier a--b@a: Permission denied',
  ])
  assert.deepEqual(stubborn.pulled.at(-1), carrier('b', true))
})

test('revert: processes first, then the network, then what a running router must do itself', async () => {
  const { holder, pulled } = scripted()
  await holder.apply([shutdown('a'), cut('a'), stop('b'), shaped('b', { loss: 0.5 }, {})])
  pulled.length = 0
  await holder.revert()
  assert.deepEqual(
    pulled.map(({ lever }) => lever),
    ['process', 'shape', 'carrier', 'command'],
  )
})

test('the stages of revert wait for each other', async () => {
  let running = false
  const order: string[] = []
  const { holder } = scripted(async (state) => {
    if (state.lever === 'process' && state.state === 'running') {
      await new Promise(setImmediate)
      running = true
    }
    if (state.lever === 'command') order.push(running ? 'after' : 'before')
  })
  await holder.apply([shutdown('a'), stop('a')])
  await holder.revert()
  assert.deepEqual(order, ['before', 'after'])
})

test('a state that is still being brought about is awaited: its baseline comes last', async () => {
  let release: () => void = () => undefined
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  const { holder, pulled } = scripted((state) =>
    state.lever === 'process' && state.state === 'stopped' ? slow : Promise.resolve(),
  )
  const applying = holder.apply([stop('a')])
  const reverting = holder.revert()
  await new Promise(setImmediate)
  release()
  await Promise.all([applying, reverting])
  assert.deepEqual(pulled, [stop('a').state, stop('a').baseline])
})

test('an agent that leaves waits for a failed change on its way back', async () => {
  let release: () => void = () => undefined
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  let done = false
  const { holder } = scripted(async (state) => {
    if (state.lever !== 'carrier') return
    if (!state.up) throw new Error('Permission denied')
    await slow
    done = true
  })
  const applying = holder.apply([cut('a')])
  await new Promise(setImmediate)
  const reverting = holder.revert().then(() => done)
  release()
  assert.equal(await reverting, true)
  await applying
})

test('once it leaves, nothing new is applied', async () => {
  const { holder, pulled } = scripted()
  await holder.revert()
  await assert.rejects(holder.apply([cut('a')]), /leaving/)
  assert.deepEqual(pulled, [])
})

test('a node that came back gets its held states again, but not that of its own process', async () => {
  const { holder, pulled } = scripted()
  await holder.apply([cut('a'), cut('b'), stop('a'), shaped('a', { loss: 0.1 }, {})])
  pulled.length = 0
  await holder.restore('a')
  assert.deepEqual(pulled, [carrier('a', false), shaped('a', { loss: 0.1 }, {}).state])
})

test('a link that is slow by the topology is so again after a restart, and stays when all is reverted', async () => {
  const { holder, pulled } = scripted()
  const slow = shaped('a', { delayMs: 35 }, { delayMs: 35 })
  await holder.apply([slow])
  assert.deepEqual(holder.baselineShape('a', 'a--b'), { delayMs: 35 })
  assert.deepEqual(holder.baselineShape('b', 'a--b'), {})
  pulled.length = 0
  await holder.restore('a')
  await holder.revert()
  assert.deepEqual(pulled, [slow.state])
})

test('a fault on a slow link is restored in place of the slowness, and reverts to it', async () => {
  const { holder, pulled } = scripted()
  const [slow, lossy] = [{ delayMs: 35 }, { delayMs: 35, loss: 0.5 }]
  await holder.apply([shaped('a', slow, slow)])
  await holder.apply([shaped('a', lossy, slow)])
  pulled.length = 0
  await holder.restore('a')
  assert.deepEqual(pulled, [shaped('a', lossy, slow).state])
  await holder.revert()
  assert.deepEqual(pulled.at(-1), shaped('a', slow, slow).state)
  pulled.length = 0
  await holder.restore('a')
  assert.deepEqual(pulled, [shaped('a', slow, slow).state])
})

test('a restore that fails harms nobody', async () => {
  let broken = false
  const { holder } = scripted(async () => {
    if (broken) throw new Error('no namespace')
  })
  await holder.apply([cut('a')])
  broken = true
  await holder.restore('a')
})
