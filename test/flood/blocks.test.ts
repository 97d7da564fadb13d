/** Synthetic updates against the codec: each has the prefixes and the path of its number. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFramer } from '../../src/bgp/frame.ts'
import { decodeMessage } from '../../src/bgp/message.ts'
import { formatPrefix, parseAddress, subnetAt } from '../../src/bgp/prefix.ts'
import type { Update } from '../../src/bgp/update.ts'
import { Block, type BlockSource } from '../../src/flood/synthetic/block.ts'
import {
  courseOf,
  groupAt,
  isWithdrawal,
  numberAt,
  passAt,
} from '../../src/flood/synthetic/numbering.ts'
import { seedPrefix } from '../../src/flood/synthetic/prefix-words.ts'
import { announceTemplate, withdrawTemplate } from '../../src/flood/synthetic/template.ts'
import type { SyntheticStream } from '../../src/flood/types.ts'
import { InputError } from '../../src/lib/errors.ts'
import { table } from './device.ts'

const sourceOf = (stream: SyntheticStream, sources = 1, index = 0, first = 1): BlockSource => ({
  stream,
  course: courseOf(stream.tableSize, sources, index, first),
  seed: seedPrefix(stream.seedPrefix, stream.prefixLength, stream.tableSize * stream.groupSize),
  announce: announceTemplate(stream, {
    nextHop: '127.0.0.3',
    index: 1,
    asn: 65_001,
    internal: true,
  }),
  withdraw: withdrawTemplate(stream),
})

const updatesOf = (octets: Uint8Array): Update[] => {
  const updates: Update[] = []
  createFramer().push(octets, (message) => updates.push(decodeMessage(message.slice()) as Update))
  return updates
}

const prefixesOf = ({ stream }: BlockSource, group: number): string[] => {
  const address = parseAddress(stream.seedPrefix)
  assert.ok(address)
  const base = address.bits >> BigInt((stream.family === 'ipv4' ? 32 : 128) - stream.prefixLength)
  return Array.from({ length: stream.groupSize }, (_, i) => {
    const all = { family: stream.family, bits: 0n, length: 0 }
    const n = base + BigInt(group * stream.groupSize + i)
    return formatPrefix(subnetAt(all, stream.prefixLength, n))
  })
}

test('the octets are those of kakapo', () => {
  const stream = table({ tableSize: 4, groupSize: 2 })
  const block = new Block(1000)
  const end = block.fill(sourceOf(stream), 0, 1, 0)
  assert.equal(end, 59 + 2 * 5)
  assert.equal(
    Buffer.from(block.bytes.subarray(19, end)).toString('hex'),
    '00000024' +
      '40010102' +
      '40050400000065' +
      '4003047f000003' +
      '5002000e0203000000010098968100989680' +
      '1e0a000008' +
      '1e0a00000c',
  )
})

const streams = fc.record({
  tableSize: fc.integer({ min: 1, max: 40 }),
  groupSize: fc.integer({ min: 1, max: 9 }),
  prefixLength: fc.integer({ min: 20, max: 32 }),
  withdrawShare: fc.constantFrom(0, 0, 0.4),
  flap: fc.boolean(),
  isIpv6: fc.boolean(),
})

test('every update has the prefixes and the path of its number, in any block', () => {
  fc.assert(
    fc.property(
      streams,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(1, 7, 9_999_990),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
      ({ isIpv6, prefixLength, ...rest }, sources, first, counts) => {
        const family = isIpv6 ? ({ family: 'ipv6', seedPrefix: '2001:2::' } as const) : {}
        const stream = table({ ...rest, ...family, prefixLength: prefixLength + (isIpv6 ? 28 : 0) })
        const from = sourceOf(stream, sources, sources - 1, first)
        const block = new Block(30 * 300)
        let k = 0
        for (const count of counts) {
          const end = block.fill(from, k, count, 0)
          const updates = updatesOf(block.bytes.subarray(0, end))
          assert.equal(updates.length, count)
          for (const [i, update] of updates.entries()) check(from, k + i, update)
          k += count
        }
      },
    ),
  )
})

const check = (from: BlockSource, k: number, update: Update): void => {
  const { course, stream } = from
  const number = numberAt(course, k)
  const expected = prefixesOf(from, groupAt(course, k))
  if (isWithdrawal(stream, number, passAt(course, k))) {
    assert.deepEqual([...update.withdrawn], expected)
    return
  }
  assert.deepEqual([...update.announced], expected)
  const asns = update.attributes.asPath?.[0]?.asns ?? []
  assert.deepEqual(asns.slice(1), [
    10_000_000 + (number % 10_000_000),
    10_000_000 + Math.floor(number / 10_000_000),
  ])
  assert.equal(update.attributes.localPref, 101 + 2 * passAt(course, k))
}

test('numbers never repeat, and each source keeps to its groups', () => {
  const seen = new Set<number>()
  const groups = [0, 1, 2].map((index) => {
    const course = courseOf(10, 3, index, 4)
    const own = new Set<number>()
    for (let k = 0; k < 25; k++) {
      seen.add(numberAt(course, k))
      own.add(groupAt(course, k))
    }
    return [...own].sort((a, b) => a - b)
  })
  assert.equal(seen.size, 75)
  assert.deepEqual(groups, [
    [0, 3, 6, 9],
    [1, 4, 7],
    [2, 5, 8],
  ])
})

test('what does not fit is refused, and what would fit is named', () => {
  const sender = { nextHop: '127.0.0.3', index: 1, asn: 65_001, internal: true }
  announceTemplate(table({ groupSize: 807 }), sender)
  assert.throws(
    () => announceTemplate(table({ groupSize: 808 }), sender),
    (error) => error instanceof InputError && /807/.test(error.hint ?? ''),
  )
  assert.throws(() => seedPrefix('255.255.255.0', 30, 65), InputError)
  assert.throws(() => seedPrefix('10.0.0.1', 30, 1), InputError)
})
