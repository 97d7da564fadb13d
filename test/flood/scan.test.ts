/** The loop of the sink against the codec: the same counts for any messages, cut anywhere. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import type { Update } from '../../src/bgp/update.ts'
import { canaryMessage, canaryRange } from '../../src/flood/canary.ts'
import { asPathEnd } from '../../src/flood/sink/as-path-end.ts'
import { PrefixSet } from '../../src/flood/sink/prefix-set.ts'
import { createScan, SLACK } from '../../src/flood/sink/scan.ts'
import { Tally } from '../../src/flood/sink/tally.ts'

const octet = fc.integer({ min: 0, max: 255 })
const prefix4 = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, length]) => network([a, b, c, d], length, 4))
const prefix6 = fc
  .tuple(fc.array(octet, { minLength: 16, maxLength: 16 }), fc.integer({ min: 0, max: 128 }))
  .map(([octets, length]) => network(octets, length, 16))

/** Canonical text is the codec's affair: here it is enough that it parses. */
const network = (octets: readonly number[], length: number, width: number): string => {
  const masked = octets.map((value, i) => {
    const bits = Math.min(8, Math.max(0, length - 8 * i))
    return value & (0xff00 >> bits) & 0xff
  })
  if (width === 4) return `${masked.join('.')}/${length}`
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((masked[2 * i] ?? 0) << 8) | (masked[2 * i + 1] ?? 0)).toString(16),
  )
  return `${groups.join(':')}/${length}`
}

const path = { origin: 'igp', asPath: [{ type: 'sequence', asns: [65_001, 7] }] } as const
const update = fc
  .record({
    announced: fc.array(prefix4, { maxLength: 30 }),
    withdrawn: fc.array(prefix4, { maxLength: 30 }),
    reach: fc.array(prefix6, { maxLength: 20 }),
    unreach: fc.array(prefix6, { maxLength: 20 }),
  })
  .map(({ announced, withdrawn, reach, unreach }) =>
    encodeMessage({
      type: 'update',
      announced: [...announced, ...reach],
      withdrawn: [...withdrawn, ...unreach],
      attributes:
        announced.length + reach.length > 0
          ? { ...path, ...(announced.length > 0 && { nextHop: '192.0.2.1' }) }
          : {},
      ...(reach.length > 0 && { nextHopIpv6: { global: '2001:2::1' } }),
    }),
  )
const keepalive = fc.constant(encodeMessage({ type: 'keepalive' }))
const stream = fc.array(fc.oneof({ weight: 5, arbitrary: update }, keepalive), { maxLength: 20 })

const LARGEST = 65_536

/** Reads the octets in pieces of these sizes, as a connection would hand them over. */
const read = (octets: Uint8Array, sizes: readonly number[], tally: Tally) => {
  const bytes = new Uint8Array(2 * LARGEST + SLACK)
  const seen = { others: 0, canaries: [] as number[] }
  const scan = createScan(bytes, tally, {
    canary: (number) => seen.canaries.push(number),
    other: () => seen.others++,
  })
  let held = 0
  for (let at = 0, i = 0; at < octets.length; i++) {
    const piece = octets.subarray(at, at + Math.max(1, sizes[i % sizes.length] ?? 1000))
    at += piece.length
    bytes.set(piece, LARGEST)
    const end = scan(LARGEST - held, LARGEST + piece.length)
    assert.ok(end >= 0, 'the loop refuses what the codec has made')
    held = LARGEST + piece.length - end
    bytes.copyWithin(LARGEST - held, end, end + held)
  }
  assert.equal(held, 0)
  return seen
}

test('counts what the codec decodes, however the stream is cut', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(stream, sizes, fc.boolean(), (messages, cut, verify) => {
      const updates = messages.map((m) => decodeMessage(m)).filter((m) => m.type === 'update')
      const tally = new Tally()
      tally.mixed = true
      tally.verify = verify
      const { others } = read(Buffer.concat(messages), cut, tally)
      const sum = (count: (one: Update) => number) => updates.reduce((n, one) => n + count(one), 0)
      assert.equal(tally.updates, updates.length)
      assert.equal(others, messages.length - updates.length)
      assert.equal(
        tally.prefixes,
        sum((one) => one.announced.length),
      )
      assert.equal(
        tally.withdrawals,
        sum((one) => one.withdrawn.length),
      )
    }),
  )
})

test('a set that has learned a stream finds all of it again', () => {
  fc.assert(
    fc.property(stream, (messages) => {
      const octets = Buffer.concat(messages)
      const learning = new Tally()
      learning.mixed = true
      const learned = new PrefixSet(learning)
      learning.set = learned
      read(octets, [700], learning)
      const last = new Map<string, 'announced' | 'withdrawn'>()
      for (const message of messages.map((m) => decodeMessage(m))) {
        if (message.type !== 'update') continue
        for (const one of message.withdrawn) last.set(one, 'withdrawn')
        for (const one of message.announced) last.set(one, 'announced')
      }
      const values = [...last.values()]
      const tally = new Tally()
      tally.mixed = true
      const set = new PrefixSet(tally, learned.table)
      tally.set = set
      read(octets, [100], tally)
      assert.deepEqual(set.wanted, {
        announced: values.filter((value) => value === 'announced').length,
        withdrawn: values.filter((value) => value === 'withdrawn').length,
      })
      assert.equal(tally.distinct, set.wanted.announced)
      assert.equal(tally.distinctWithdrawn, set.wanted.withdrawn)
      assert.equal(tally.foreign, 0)
    }),
  )
})

test('any octets are read without an exception', () => {
  const mutation = fc.array(fc.tuple(fc.nat(), octet), { maxLength: 8 })
  fc.assert(
    fc.property(stream, mutation, (messages, changes) => {
      const octets = Buffer.concat(messages)
      for (const [at, value] of changes) if (octets.length > 0) octets[at % octets.length] = value
      const bytes = new Uint8Array(octets.length + SLACK)
      bytes.set(octets)
      const tally = new Tally()
      tally.mixed = true
      const scan = createScan(bytes, tally, { canary: () => {}, other: () => {} })
      const end = scan(0, octets.length)
      assert.ok(end <= octets.length && -1 - end <= octets.length)
    }),
  )
})

test('canaries are found, and known by the end of their path', () => {
  const range = canaryRange('192.168.255.0', 'ipv4')
  const sender = { nextHop: '127.0.0.3', index: 1, asn: 65_001, internal: false }
  const serial = 70_000
  const message = canaryMessage(range, serial, sender)
  const tally = new Tally()
  tally.canaryBase = (192 << 24) | (168 << 16)
  tally.canaryCount = 65_536
  const { canaries } = read(message, [7], tally)
  assert.deepEqual(canaries, [(0xff00 + serial) % 65_536])
  const end = { low: 0, high: 0 }
  assert.equal(asPathEnd(message, 0, end), true)
  assert.deepEqual(end, { low: 10_000_000 + serial, high: 20_000_000 })
})
