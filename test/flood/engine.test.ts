/** The engine through our own relay: everything arrives, and the result says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeMessage } from '../../src/bgp/message.ts'
import { startRelay } from '../../src/flood/relay/relay.ts'
import type { EncodedStream, FloodSetup, Transfer, TransferResult } from '../../src/flood/types.ts'
import { burst, NEVER, openFlood, table } from './device.ts'

const through = async (
  jobs: readonly Partial<Transfer>[],
  sources = 1,
  setup: Partial<FloodSetup> = {},
): Promise<readonly TransferResult[]> => {
  const listen = { address: '127.0.0.1', port: 0 }
  const events = { joined: () => {}, left: () => {} }
  const relay = await startRelay({ mode: 'hub', listen, sink: '127.0.0.2' }, events)
  const engine = await openFlood(relay.ports[0]?.port ?? 0, sources, setup)
  try {
    const results: TransferResult[] = []
    for (const job of jobs) results.push(await engine.transfer(burst(job), NEVER))
    return results
  } finally {
    await engine[Symbol.asyncDispose]()
    await relay.close()
  }
}

const assertComplete = (result: TransferResult | undefined, expectedPrefixes: number): void => {
  assert.equal(result?.outcome, 'complete', result?.reason)
  assert.equal(result?.expectedPrefixes, expectedPrefixes)
  assert.equal(result?.missingPrefixes, 0)
  assert.equal(result?.foreignPrefixes, 0)
}

test('every prefix of a burst is seen, and the canaries around it, in the order of time', async () => {
  const [first, second] = await through([{ updates: 1000 }, { updates: 700 }])
  assertComplete(first, 1000)
  assertComplete(second, 700)
  assert.equal(first?.updatesReceived, 1002)
  assert.equal(first?.repeatedPrefixes, 0)
  const {
    head,
    tail,
    startedAtMs,
    firstUpdateAtMs = 0,
    completedAtMs = 0,
  } = first as TransferResult
  const order = [
    startedAtMs,
    head[0]?.sentAtMs,
    head[0]?.seenAtMs,
    firstUpdateAtMs,
    completedAtMs,
    tail[0]?.seenAtMs,
  ]
  assert.deepEqual(
    order,
    [...order].sort((a, b) => (a ?? 0) - (b ?? 0)),
  )
  const prefixes = [first, second].flatMap((one) =>
    [...(one?.head ?? []), ...(one?.tail ?? [])].map(({ prefix }) => prefix),
  )
  assert.equal(new Set(prefixes).size, 4)
})

test('several sources share the table, in one thread as in two', async () => {
  for (const threads of [1, 2] as const) {
    const [result] = await through([{ updates: 1000, stream: table({ groupSize: 7 }) }], 3, {
      threads,
    })
    assertComplete(result, 7000)
    assert.deepEqual(
      result?.tail.map(({ source }) => source),
      [1, 2, 3],
    )
  }
})

test('more updates than the table has announce prefixes again', async () => {
  const [result] = await through([{ updates: 2500 }])
  assertComplete(result, 1000)
  assert.equal(result?.repeatedPrefixes, 1500)
})

test('what is encoded before, with more attributes, short prefixes and EOR, arrives as well', async () => {
  const stream = table({
    prefixLength: 20,
    groupSize: 3,
    pathLength: 9,
    communities: 40,
    extendedCommunities: 2,
    largeCommunities: 3,
  })
  const [result] = await through([{ stream, prebuilt: true, endOfRib: true }])
  assertComplete(result, 3000)
})

test('withdrawals are awaited where they are the last word', async () => {
  const flap = table({ flap: true })
  const [announced, withdrawn] = await through([{ stream: flap, updates: 999 }, { stream: flap }])
  assertComplete(announced, 999)
  assertComplete(withdrawn, 1000)
  assert.equal(withdrawn?.withdrawalsReceived, 1000)
  const [mixed] = await through([{ stream: table({ withdrawShare: 0.3 }), updates: 5000 }])
  assertComplete(mixed, 1000)
  assert.ok((mixed?.withdrawalsReceived ?? 0) > 1000)
})

test('IPv6 prefixes are verified too, and their canaries are IPv6', async () => {
  const stream = table({ family: 'ipv6', seedPrefix: '2001:2::', prefixLength: 48, groupSize: 5 })
  const [result] = await through([{ stream }], 2, { families: ['ipv4', 'ipv6'] })
  assertComplete(result, 5000)
  assert.match(result?.tail[0]?.prefix ?? '', /^2001:2:0:ffff::.*\/128$/)
})

test('a window is never exceeded, and closes neither for one source nor for many', async () => {
  for (const threads of [1, 2] as const) {
    const pace = { type: 'window', outstanding: 7, largestBlock: 3 } as const
    const job = { pace, canaries: false, until: 'count' } as const
    const [result] = await through([job], 3, { threads })
    assertComplete(result, 1000)
  }
})

test('a rate is kept over its stages', async () => {
  const pace = {
    type: 'rate',
    stages: [
      { fromPerS: 0, toPerS: 2000, forMs: 500 },
      { fromPerS: 2000, toPerS: 2000 },
    ],
  } as const
  const [result] = await through([{ pace, updates: 1000 }])
  assertComplete(result, 1000)
  // 500 updates in the first half second of the ramp's triangle, the rest at 2000/s.
  const tookMs = (result?.sentAtMs ?? 0) - (result?.startedAtMs ?? 0)
  assert.ok(tookMs >= 740, `${tookMs} ms`)
})

test('a sink that only drains counts octets', async () => {
  const [result] = await through([{ canaries: false, until: 'count' }], 1, { drain: true })
  assert.equal(result?.outcome, 'complete')
  assert.equal(result?.octetsReceived, 64_000)
  assert.equal(result?.updatesReceived, 0)
})

test('the messages of a file arrive from each source, flat out and as recorded', async () => {
  const stream = fileOf(['10.0.0.0/8', '10.1.0.0/16', '10.2.3.0/24', '0.0.0.0/0', '198.18.0.1/32'])
  const [flat, recorded] = await through(
    [
      { stream, updates: 5 },
      { stream, updates: 5, pace: { type: 'recorded', speed: 2 } },
    ],
    2,
  )
  assertComplete(flat, 5)
  assertComplete(recorded, 5)
  assert.ok((recorded?.sentAtMs ?? 0) - (recorded?.startedAtMs ?? 0) >= 40)
})

const fileOf = (prefixes: readonly string[]): EncodedStream => {
  const messages = prefixes.map((prefix) =>
    encodeMessage({
      type: 'update',
      withdrawn: [],
      announced: [prefix],
      attributes: {
        origin: 'igp',
        asPath: [{ type: 'sequence', asns: [65_001] }],
        nextHop: '127.0.0.3',
      },
    }),
  )
  const all = Buffer.concat(messages)
  const bytes = new SharedArrayBuffer(all.length)
  new Uint8Array(bytes).set(all)
  const offsets = Float64Array.from(messages, (_, i) => Buffer.concat(messages.slice(0, i)).length)
  const atMs = Float64Array.from(messages, (_, i) => i * 20)
  const count = messages.length
  return {
    type: 'encoded',
    bytes,
    messages: count,
    updates: count,
    announced: count,
    withdrawn: 0,
    times: { offsets, atMs },
  }
}
