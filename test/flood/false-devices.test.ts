/** Devices that drop, merge, reorder, delay or repeat: the result tells the truth about each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import type { Update } from '../../src/bgp/update.ts'
import type { Transfer, TransferResult } from '../../src/flood/types.ts'
import { burst, NEVER, openFlood, startDevice, type Treat } from './device.ts'

const through = async (
  treat: Treat,
  job: Partial<Transfer>,
  sources = 1,
): Promise<TransferResult> => {
  await using device = await startDevice(treat)
  await using engine = await openFlood(device.port, sources)
  return await engine.transfer(burst(job), NEVER)
}

const isCanary = (update: Uint8Array): boolean => update[update.length - 5] === 32

/** The number that a synthetic update has in its AS path, by a decoder that is not the sink's. */
const numberOf = (octets: Uint8Array): number => {
  const asns = (decodeMessage(octets) as Update).attributes.asPath?.[0]?.asns ?? []
  return ((asns[2] ?? 0) - 10_000_000) * 10_000_000 + (asns[1] ?? 0) - 10_000_000
}

test('a device that drops: short, and exactly so many are missing', async () => {
  const drops: Treat = (updates) => updates.filter((u) => isCanary(u) || numberOf(u) % 10 !== 3)
  const result = await through(drops, { idleTimeoutMs: 500 })
  assert.equal(result.outcome, 'short')
  assert.equal(result.missingPrefixes, 100)
  assert.match(result.reason ?? '', /100 prefixes have not come/)
})

test('a device that drops and repeats: the one does not hide the other', async () => {
  const lies: Treat = (updates) =>
    updates.flatMap((u) => (isCanary(u) ? [u] : numberOf(u) % 2 ? [u, u] : []))
  const result = await through(lies, { idleTimeoutMs: 500 })
  assert.equal(result.outcome, 'short')
  assert.equal(result.missingPrefixes, 500)
  assert.equal(result.repeatedPrefixes, 500)
  const counted = await through(lies, { until: 'count' })
  assert.equal(counted.outcome, 'complete')
})

test('a device that makes one UPDATE of many, canaries among them', async () => {
  const merges: Treat = (updates) => {
    const announced = updates.flatMap((u) => (decodeMessage(u) as Update).announced)
    const out: Uint8Array[] = []
    for (let at = 0; at < announced.length; at += 500) {
      // A path that names another canary would say that this one is an old one.
      const model = updates.find((update) => !isCanary(update)) ?? updates[0]
      const { attributes } = decodeMessage(model as Uint8Array) as Update
      const part = announced.slice(at, at + 500)
      out.push(encodeMessage({ type: 'update', withdrawn: [], announced: part, attributes }))
    }
    return out
  }
  const result = await through(merges, {})
  assert.equal(result.outcome, 'complete', result.reason)
  assert.equal(result.missingPrefixes, 0)
  assert.ok(result.head[0]?.seenAtMs !== undefined && result.tail[0]?.seenAtMs !== undefined)
  assert.ok(result.updatesReceived < 1002)
})

test('a device that turns the order around, with the canaries first', async () => {
  const held: Uint8Array[] = []
  const reverses: Treat = (updates) => {
    held.push(...updates)
    return held.length < 1002 ? [] : held.reverse()
  }
  const result = await through(reverses, {})
  assert.equal(result.outcome, 'complete', result.reason)
  assert.equal(result.missingPrefixes, 0)
})

test('prefixes that nobody sent are foreign', async () => {
  const adds: Treat = (updates) => updates.flatMap((u) => (isCanary(u) ? [u, stranger] : [u]))
  const stranger = encodeMessage({
    type: 'update',
    withdrawn: [],
    announced: ['203.0.113.0/24', '192.0.2.1/32'],
    attributes: { origin: 'igp', asPath: [], nextHop: '127.0.0.3' },
  })
  const result = await through(adds, {})
  assert.equal(result.outcome, 'complete')
  assert.ok(result.foreignPrefixes >= 2)
})

test('a window does not leak when the device swallows updates, not even the last ones', async () => {
  const swallows: Treat = (updates) => updates.filter((u) => isCanary(u) || numberOf(u) % 3 === 0)
  const pace = { type: 'window', outstanding: 5, largestBlock: 5 } as const
  const job = { pace, updates: 300, canaries: false, until: 'count', idleTimeoutMs: 2000 } as const
  const result = await through(swallows, job)
  assert.equal(result.updatesSent >= 300, true)
  assert.equal(result.missingPrefixes, 200)
})

test('canaries of idle sessions come back, each with its time', async () => {
  await using device = await startDevice((updates) => updates)
  await using engine = await openFlood(device.port, 3)
  const times = await engine.canaries(60_000, NEVER)
  assert.deepEqual(
    times.map(({ source }) => source),
    [1, 2, 3],
  )
  for (const { sentAtMs, seenAtMs } of times)
    assert.ok(seenAtMs !== undefined && seenAtMs >= sentAtMs)
})

test('a sink that only drains is not misled by KEEPALIVEs', { timeout: 60_000 }, async () => {
  await using device = await startDevice((updates) => updates)
  await using engine = await openFlood(device.port, 3, { drain: true })
  // Long enough for some of them; nothing but the last octet ends it.
  const pace = { type: 'rate', stages: [{ fromPerS: 300, toPerS: 300 }] } as const
  const job = { pace, canaries: false, until: 'count', idleTimeoutMs: 600_000 } as const
  const result = await engine.transfer(burst(job), NEVER)
  assert.equal(result.outcome, 'complete')
  assert.ok(result.octetsReceived >= result.octetsSent)
})
