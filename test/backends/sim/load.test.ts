import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Load } from '../../../src/model/load.ts'
import { ended, LOAD, never, ofType, settledLab } from './load-lab.ts'

/** The sink is told from the first moment on. */
const AT_ONCE = { firstUpdateDelayMs: [0, 0] } as const

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

describe('a load at a rate', () => {
  test('sends what is asked for, and every canary comes back', async () => {
    const lab = await settledLab(1, undefined, AT_ONCE)
    const events = await lab.play()
    const [started] = ofType(events, 'load-started')
    assert.deepEqual(
      started?.sessions.map(({ role, node }) => [role, node]),
      [
        ['source', 'west'],
        ['sink', 'east'],
      ],
    )
    const end = ended(events)
    assert.equal(end.outcome, 'complete')
    assert.equal(end.withdrawn, true)
    const bursts = ofType(events, 'load-burst')
    assert.equal(sum(bursts.map(({ updates }) => updates)), end.updates)
    // 1000 a second for 4 s, and what of the last canaries is beyond.
    assert.ok(end.updates >= 4000 && end.updates <= 4002, String(end.updates))
    assert.equal(end.prefixes, end.updates - 2 * bursts.length)
    // 19 octets of header, 2 lengths, 36 of attributes, 5 for the prefix: as docs/flood.md has it.
    assert.equal(end.octets, end.updates * 64)
    assert.ok(Math.abs((end.updates / end.sendingMs) * 1000 - 1000) < 10)
    for (const { askedPerS, perS, blockedMs } of bursts) {
      assert.equal(askedPerS, 1000)
      assert.ok(Math.abs(perS - 1000) < 10)
      assert.equal(blockedMs, 0)
    }
    const canaries = ofType(events, 'load-canary')
    assert.ok(canaries.length > bursts.length)
    for (const { seenAt, sentAt } of canaries) assert.ok(seenAt !== undefined && seenAt > sentAt)
    // A prefix that comes again within 50 ms would be told once; these come after half a second.
    const own = lab.topology.nodes.flatMap(({ networks }) => networks).length
    assert.equal(end.received.prefixes, end.updates + own)
    // The routers pack what has one path.
    assert.ok(end.received.updates < end.updates / 4, String(end.received.updates))
  })

  test('follows ramps and steps', async () => {
    const lab = await settledLab(1, undefined, AT_ONCE)
    const rate = [
      { fromPerS: 0, toPerS: 1000, forMs: 2000 },
      { fromPerS: 200, toPerS: 200 },
    ]
    const events = await lab.play({ rate, forMs: 4000 })
    const sent = ofType(events, 'load-burst').map(({ updates }) => updates)
    for (const [i, wanted] of [250, 750, 200, 200].entries())
      assert.ok(Math.abs((sent[i] as number) - wanted) <= 5, sent.join())
  })

  test('goes once through the table where it has no length, in UPDATEs of a group', async () => {
    const lab = await settledLab()
    const once: Partial<Load> = { groupSize: 10, rate: [{ fromPerS: 100, toPerS: 100 }] }
    const { forMs: _, ...endless } = LOAD
    const stream = await lab.testbed.startLoad?.({ ...endless, ...once }, never)
    const events = []
    for await (const event of stream ?? []) events.push(event)
    const end = ended(events)
    assert.equal(end.outcome, 'complete')
    assert.ok(end.prefixes <= 500 && end.prefixes >= 480, String(end.prefixes))
  })

  test('carries IPv6', async () => {
    const text = `
families: [ipv4, ipv6]
defaults: { networks: { count: 1 } }
nodes: { west: {}, east: {} }
links: [[west, east]]
`
    const lab = await settledLab(1, text, AT_ONCE)
    const events = await lab.play({
      family: 'ipv6',
      seedPrefix: '2001:db8::',
      prefixLength: 48,
      canarySeed: '2001:db8:ffff::',
      ranges: ['2001:db8::/32'],
    })
    const end = ended(events)
    assert.equal(end.outcome, 'complete')
    assert.ok(ofType(events, 'load-canary').every(({ seenAt }) => seenAt !== undefined))
    assert.ok(end.received.prefixes >= end.prefixes)
  })

  test('of source and sink at one router', async () => {
    const lab = await settledLab()
    const events = await lab.play({ into: 'middle', out: 'middle' })
    assert.equal(ended(events).outcome, 'complete')
    assert.ok(ofType(events, 'load-canary').every(({ seenAt }) => seenAt !== undefined))
  })
})

test('flat out, a router takes what it can read, and no more', async () => {
  const readMs = [0.5, 0.5] as const
  const lab = await settledLab(1, undefined, { readMs })
  const { rate: _, ...flatOut } = LOAD
  const stream = await lab.testbed.startLoad?.({ ...flatOut, forMs: 1500 }, never)
  const began = lab.testbed.clock.now()
  const events = []
  for await (const event of stream ?? []) events.push(event)
  const end = ended(events)
  assert.equal(end.outcome, 'complete')
  const took = lab.testbed.clock.now() - began
  assert.ok(took >= end.updates * 0.5, `${took} ms for ${end.updates}`)
})

describe('what is left of a load', () => {
  for (const withdraw of [true, false])
    test(`is nothing, ${withdraw ? 'with' : 'without'} withdrawals`, async () => {
      const lab = await settledLab()
      const before = await lab.prefixes('east')
      const neighbours = await lab.neighbours('west')
      const events = await lab.play({ withdraw })
      assert.equal(ended(events).withdrawn, withdraw)
      assert.deepEqual(await lab.neighbours('west'), neighbours)
      await lab.pass(2000)
      assert.deepEqual(await lab.prefixes('east'), before)
    })

  test('is nothing after an abort either, and nothing was withdrawn by UPDATEs', async () => {
    const lab = await settledLab()
    const before = await lab.prefixes('east')
    const neighbours = await lab.neighbours('east')
    const ending = new AbortController()
    const playing = lab.play({}, ending.signal)
    await lab.pass(2500)
    assert.ok((await lab.prefixes('east')).length > before.length)
    ending.abort(new Error('enough'))
    const end = ended(await playing)
    assert.equal(end.outcome, 'stopped')
    assert.equal(end.withdrawn, false)
    assert.ok(end.updates > 0)
    assert.deepEqual(await lab.neighbours('east'), neighbours)
    await lab.pass(2000)
    assert.deepEqual(await lab.prefixes('east'), before)
    // The cables are free again.
    assert.equal(ended(await lab.play()).outcome, 'complete')
  })

  test('is nothing where it could not start', async () => {
    const lab = await settledLab()
    const down = { lever: 'process', node: 'east', subject: 'process east', how: 'kill' } as const
    const neighbours = await lab.neighbours('west')
    await lab.set({ ...down, state: 'stopped' })
    await assert.rejects(lab.start(), /east does not answer/)
    assert.deepEqual(await lab.neighbours('west'), neighbours)
    await lab.set({ ...down, state: 'running' })
    await lab.pass(20_000)
    assert.equal(ended(await lab.play()).outcome, 'complete')
  })

  test('is nothing where the signal aborts before its sessions are up', async () => {
    const lab = await settledLab()
    const neighbours = await lab.neighbours('west')
    const ending = new AbortController()
    const starting = lab.start({}, ending.signal)
    ending.abort(new Error('enough'))
    await assert.rejects(starting, /enough/)
    assert.deepEqual(await lab.neighbours('west'), neighbours)
  })
})

test('the same seed gives the same events, another one others', async () => {
  const run = async (seed: number) => JSON.stringify(await (await settledLab(seed)).play())
  const first = await run(1)
  assert.equal(await run(1), first)
  assert.notEqual(await run(2), first)
})
