import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LeverState } from '../../../src/model/effect.ts'
import { ended, settledLab } from './load-lab.ts'

const processOf = (
  node: string,
  state: 'running' | 'stopped' | 'paused',
  how: Extract<LeverState, { lever: 'process' }>['how'] = 'kill',
): LeverState => ({ lever: 'process', subject: `process ${node}`, node, state, how })

test('a router that crashes ends the load, and comes back without its guest', async () => {
  const lab = await settledLab()
  const neighbours = await lab.neighbours('west')
  const playing = lab.play({ forMs: 60_000 })
  await lab.pass(2500)
  await lab.set(processOf('west', 'stopped'))
  const end = ended(await playing)
  assert.equal(end.outcome, 'session-lost')
  assert.match(end.reason ?? '', /^source 1: /)
  assert.ok(end.updates > 2000 && end.updates < 4000, String(end.updates))
  await lab.set(processOf('west', 'running'))
  await lab.pass(20_000)
  assert.deepEqual(await lab.neighbours('west'), neighbours)
})

test('a router without power is found out by the hold time', async () => {
  const lab = await settledLab()
  const { clock } = lab.testbed
  const playing = lab.play({ forMs: 60_000 })
  await lab.pass(2500)
  const from = clock.now()
  await lab.set(processOf('east', 'stopped', 'power-loss'))
  const end = ended(await playing)
  assert.equal(end.outcome, 'session-lost')
  assert.match(end.reason ?? '', /^the sink's session: .*hold time/)
  const afterMs = end.at - from
  assert.ok(afterMs > 1000 && afterMs <= 3100, String(afterMs))
})

test('a router that stands still for less than the hold time keeps its guests', async () => {
  const lab = await settledLab()
  const playing = lab.play()
  await lab.pass(1500)
  await lab.set(processOf('west', 'paused'))
  await lab.pass(1000)
  await lab.set(processOf('west', 'running'))
  const end = ended(await playing)
  assert.equal(end.outcome, 'complete')
  assert.ok(end.received.prefixes > 0)
})

test('a canary that finds no way is told as lost, and the load goes on', async () => {
  const lab = await settledLab()
  const playing = lab.play({ forMs: 30_000, withdraw: false })
  await lab.pass(2500)
  const cut = (up: boolean): LeverState[] =>
    ['middle', 'east'].map((node) => {
      const end = { link: 'middle--east', node }
      return { lever: 'carrier', subject: `carrier ${node}`, end, up }
    })
  for (const state of cut(false)) await lab.set(state)
  const events = await playing
  assert.equal(ended(events).outcome, 'complete')
  assert.ok(events.some((event) => event.type === 'load-canary' && event.seenAt === undefined))
})
