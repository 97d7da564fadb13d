import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BackendError } from '../../src/lib/errors.ts'
import { createPcapReader } from '../../src/lib/pcap.ts'
import { LINK, pcap } from './frames.ts'

const packets = [
  { atUs: 1_700_000_000_123_456, bytes: Uint8Array.of(1, 2, 3) },
  { atUs: 1_700_000_001_000_001, bytes: new Uint8Array(65_000).fill(7) },
]

for (const little of [true, false])
  for (const nanoseconds of [true, false])
    test(`reads ${little ? 'little' : 'big'} endian with ${nanoseconds ? 'nano' : 'micro'}seconds`, () => {
      const reader = createPcapReader()
      const read = reader.push(pcap(packets, { little, nanoseconds, linkType: LINK.sll }))
      assert.deepEqual(
        read.map(({ atMs, linkType, bytes }) => [Math.round(atMs * 1000), linkType, bytes.length]),
        [
          [1_700_000_000_123_456, 113, 3],
          [1_700_000_001_000_001, 113, 65_000],
        ],
      )
      assert.equal(reader.pending, 0)
    })

test('gives the same packets however the file is cut into chunks', () => {
  const file = pcap(packets.map(({ atUs, bytes }) => ({ atUs, bytes: bytes.subarray(0, 40) })))
  const whole = createPcapReader().push(file)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sizes) => {
      const reader = createPcapReader()
      const read = chunks(file, sizes).flatMap((chunk) => reader.push(chunk))
      assert.deepEqual(read.map(plain), whole.map(plain))
    }),
  )
})

test('keeps a truncated tail and waits', () => {
  const file = pcap(packets)
  const reader = createPcapReader()
  assert.equal(reader.push(file.subarray(0, -1)).length, 1)
  assert.ok(reader.pending > 0)
  assert.equal(reader.push(file.subarray(-1)).length, 1)
})

test('refuses what is not a capture', () => {
  const text = new TextEncoder().encode('tcpdump: any: You do not have permission')
  assert.throws(() => createPcapReader().push(text), BackendError)
})

test('refuses a record longer than any packet', () => {
  const file = pcap([{ atUs: 0, bytes: new Uint8Array(4) }])
  new DataView(file.buffer).setUint32(24 + 8, 0x7fffffff, true)
  assert.throws(() => createPcapReader().push(file), /2147483647 octets/)
})

const plain = ({ atMs, bytes }: { atMs: number; bytes: Uint8Array }) => [atMs, [...bytes]]

const chunks = (file: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const parts: Uint8Array[] = []
  for (let at = 0, i = 0; at < file.length; i++) {
    const size = sizes[i % sizes.length] as number
    parts.push(file.slice(at, at + size))
    at += size
  }
  return parts
}
