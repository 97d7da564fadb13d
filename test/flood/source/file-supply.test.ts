import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FileSupply } from '../../../src/flood/source/file-supply.ts'
import type { EncodedStream } from '../../../src/flood/types.ts'

const HEADER = 19

/** Messages of these lengths; every third one is a KEEPALIVE. */
const streamOf = (lengths: readonly number[]): EncodedStream => {
  const bytes = new SharedArrayBuffer(lengths.reduce((sum, length) => sum + length, 0))
  const octets = new Uint8Array(bytes)
  let at = 0
  let updates = 0
  lengths.forEach((length, i) => {
    octets.fill(0xff, at, at + 16)
    octets[at + 16] = length >> 8
    octets[at + 17] = length & 0xff
    octets[at + 18] = i % 3 === 2 ? 4 : 2
    if (i % 3 !== 2) updates++
    at += length
  })
  return {
    type: 'encoded',
    bytes,
    messages: lengths.length,
    updates,
    announced: updates,
    withdrawn: 0,
  }
}

const updatesIn = (octets: Uint8Array): number => {
  let count = 0
  for (let at = 0; at < octets.length; ) {
    const length = ((octets[at + 16] as number) << 8) | (octets[at + 17] as number)
    assert.ok(at + length <= octets.length, 'a message was cut')
    if (octets[at + 18] === 2) count++
    at += length
  }
  return count
}

test('pieces are whole messages, in order, and say how many UPDATEs they have', () => {
  const lengths = fc.array(fc.integer({ min: HEADER, max: 4096 }), { maxLength: 200 })
  const takes = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 2 ** 17 })),
  )
  fc.assert(
    fc.property(lengths, takes, fc.boolean(), (sizes, asked, isWhole) => {
      const stream = streamOf(sizes)
      const most = isWhole ? stream.updates : Math.floor(stream.updates / 2)
      const supply = new FileSupply(stream, most)
      let sent = 0
      let octets = 0
      for (let i = 0; supply.left; i++) {
        const [updates, room] = asked[i] ?? [Number.POSITIVE_INFINITY, 2 ** 17]
        const piece = supply.take(updates, room)
        assert.equal(piece.octets.byteOffset, octets)
        assert.equal(piece.updates, updatesIn(piece.octets))
        assert.ok(piece.octets.length > 0 && piece.updates <= updates)
        sent += piece.updates
        octets += piece.octets.length
      }
      assert.equal(sent, most)
    }),
  )
})
