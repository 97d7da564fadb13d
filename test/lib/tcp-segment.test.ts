import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readTcpSegment } from '../../src/lib/tcp-segment.ts'
import { frame, LINK } from './frames.ts'

const payload = Uint8Array.of(1, 2, 3, 4, 5)

for (const [name, linkType] of Object.entries(LINK))
  for (const [from, to] of [
    ['10.0.0.2', '10.0.0.1'],
    ['2001:2:0:1::2', '2001:2:0:1::1'],
  ] as const)
    test(`reads a segment from ${from} in a frame of type ${name}`, () => {
      const segment = { from, to, sequence: 4_000_000_000, acknowledges: 7, payload } as const
      const bytes = frame({ ...segment, flags: 'fin' }, linkType)
      assert.deepEqual(readTcpSegment(bytes, linkType), {
        source: from,
        destination: to,
        sourcePort: 179,
        destinationPort: 40000,
        sequence: 4_000_000_000,
        acknowledgement: 7,
        syn: false,
        fin: true,
        rst: false,
        payload,
        intact: true,
      })
    })

test('leaves out the padding of a short Ethernet frame', () => {
  const padded = new Uint8Array(80)
  padded.set(frame({ sequence: 1, payload }, LINK.ethernet))
  assert.deepEqual(readTcpSegment(padded, LINK.ethernet)?.payload, payload)
})

test('looks behind a VLAN tag', () => {
  const plain = frame({ sequence: 1, payload }, LINK.ethernet)
  const tag = [0x81, 0x00, 0x00, 0x05]
  const tagged = Uint8Array.of(...plain.subarray(0, 12), ...tag, ...plain.subarray(12))
  assert.deepEqual(readTcpSegment(tagged, LINK.ethernet)?.payload, payload)
})

test('sees damage, and takes a checksum that an offload has yet to fill in', () => {
  const bytes = frame({ sequence: 1, payload })
  const damaged = bytes.slice()
  damaged[damaged.length - 1] = 99
  assert.equal(readTcpSegment(damaged, LINK.sll2)?.intact, false)
  // The pseudo header of 10.0.0.2 to 10.0.0.1: addresses, protocol 6, 25 octets of TCP.
  const partial = 0x0a00 + 2 + 0x0a00 + 1 + 6 + 25
  const offloaded = bytes.slice()
  offloaded.set([partial >> 8, partial & 0xff], 20 + 20 + 16)
  assert.equal(readTcpSegment(offloaded, LINK.sll2)?.intact, true)
})

test('ignores fragments, other protocols and other link types', () => {
  const bytes = frame({ sequence: 1, payload })
  const fragment = bytes.slice()
  fragment[20 + 6] = 0x20
  const udp = bytes.slice()
  udp[20 + 9] = 17
  assert.equal(readTcpSegment(fragment, LINK.sll2), undefined)
  assert.equal(readTcpSegment(udp, LINK.sll2), undefined)
  assert.equal(readTcpSegment(bytes, 12), undefined)
})

test('never throws, whatever the octets are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(1, 113, 276), (bytes, type) => {
      readTcpSegment(bytes, type)
    }),
  )
})
