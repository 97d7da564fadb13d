import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFramer } from '../../src/bgp/frame.ts'
import { encodeMessage } from '../../src/bgp/message.ts'
import { WireError } from '../../src/lib/errors.ts'

const keepalive = encodeMessage({ type: 'keepalive' })
const cease = encodeMessage({ type: 'notification', code: 6, subcode: 2, data: new Uint8Array(3) })

const lengths = (chunks: readonly Uint8Array[], tolerant = false) => {
  const framer = createFramer({ tolerant })
  const messages: number[] = []
  let skipped = 0
  for (const chunk of chunks)
    skipped += framer.push(chunk, ({ length }) => void messages.push(length))
  return { messages, skipped }
}

test('cuts the same messages from any chunks', () => {
  const stream = Uint8Array.of(...keepalive, ...cease, ...keepalive)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: stream.length }), (size) => {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
        stream.subarray(i * size, (i + 1) * size),
      )
      assert.deepEqual(lengths(chunks), { messages: [19, 24, 19], skipped: 0 })
    }),
  )
})

test('finds the next marker in the middle of a stream', () => {
  const half = cease.subarray(7)
  assert.deepEqual(lengths([half, keepalive, cease], true), { messages: [19, 24], skipped: 17 })
  const noise = new Uint8Array(1000).fill(0xff)
  noise[999] = 0
  assert.deepEqual(lengths([noise, keepalive], true), { messages: [19], skipped: 1000 })
})

for (const [name, offset, value] of [
  ['marker', 3, 0],
  ['length', 17, 18],
  ['type', 18, 9],
] as const)
  test(`a broken ${name} is an error of RFC 4271 6.1`, () => {
    const broken = keepalive.slice()
    broken[offset] = value
    const at = name === 'marker' ? 0 : name === 'length' ? 16 : 18
    assert.throws(
      () => lengths([broken]),
      (error) =>
        error instanceof WireError && error.offset === at && error.section === 'RFC 4271 6.1',
    )
  })

test('a message cut anywhere is the same message, and the next ones are not copied', () => {
  const stream = Uint8Array.of(...cease, ...keepalive, ...cease)
  for (let cut = 0; cut <= stream.length; cut++) {
    const framer = createFramer()
    const found: string[] = []
    for (const chunk of [stream.subarray(0, cut), stream.subarray(cut)])
      framer.push(chunk, (message) => {
        found.push(Buffer.from(message).toString('hex'))
        if (cut === 0) assert.equal(message.buffer, stream.buffer)
      })
    assert.deepEqual(
      found,
      [cease, keepalive, cease].map((bytes) => Buffer.from(bytes).toString('hex')),
    )
  }
})

test('in a tolerant framer nothing is lost when the noise is cut in a header', () => {
  const noise = Uint8Array.of(1, 2, 3, ...new Uint8Array(20).fill(0xff), 7, 7, 7)
  for (let cut = 0; cut <= noise.length; cut++) {
    const { messages, skipped } = lengths(
      [noise.subarray(0, cut), Uint8Array.of(...noise.subarray(cut), ...keepalive, ...cease)],
      true,
    )
    assert.deepEqual({ messages, skipped }, { messages: [19, 24], skipped: noise.length })
  }
})
