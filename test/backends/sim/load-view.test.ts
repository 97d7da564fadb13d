import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Observation } from '../../../src/model/observation.ts'
import { ended, LOAD, settledLab } from './load-lab.ts'

type Received = Extract<Observation, { type: 'load-received' }>

test('of a load only sums are told, and routes leave it out', async () => {
  // Nobody tells a route back to where it is from, so that west hears nobody but the guest.
  const profile = { firstUpdateDelayMs: [0, 0], echoes: false } as const
  const lab = await settledLab(1, undefined, profile)
  const before = await lab.prefixes('east')
  const ending = new AbortController()
  const seen = await lab.observe({ loadRanges: LOAD.ranges }, ending.signal)
  const playing = lab.play({ withdraw: false })
  await lab.pass(2500)
  assert.deepEqual(await lab.prefixes('east'), before)
  const end = ended(await playing)
  await lab.pass(2000)
  ending.abort()
  await lab.pass(1)
  assert.deepEqual(
    seen.filter(({ type }) => type !== 'load-received'),
    [],
  )
  const sums = seen.filter((one): one is Received => one.type === 'load-received')
  // Of what guests say nothing is told.
  assert.deepEqual([...new Set(sums.map(({ node }) => node))].sort(), ['east', 'middle'])
  for (const { since, at } of sums) assert.ok(since <= at && at - since < 1100)
  const announced = (node: string) =>
    sums.reduce((sum, one) => sum + (one.node === node ? one.announced : 0), 0)
  // Everything that was sent, canaries included, through routers that tell each prefix on.
  assert.equal(announced('middle'), end.updates)
  assert.equal(announced('east'), end.updates)
  // The session that ends takes all of it back.
  const withdrawn = sums.reduce((sum, one) => sum + one.withdrawn, 0)
  assert.equal(withdrawn, 2 * (LOAD.prefixes + (end.updates - end.prefixes)))
})

test('without ranges all is told one by one', async () => {
  const lab = await settledLab()
  const ending = new AbortController()
  const seen = await lab.observe({}, ending.signal)
  await lab.play({ forMs: 1000, rate: [{ fromPerS: 100, toPerS: 100 }] })
  await lab.pass(1000)
  ending.abort()
  assert.ok(seen.some(({ type }) => type === 'update-received'))
  assert.ok(seen.some(({ type }) => type === 'fib-changed'))
  assert.ok(seen.every(({ type }) => type !== 'load-received'))
  // Sessions of guests are nobody's.
  assert.ok(seen.every(({ type }) => type !== 'session-changed' && type !== 'open-received'))
})
