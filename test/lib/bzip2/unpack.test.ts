import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Bzip2Error } from '../../../src/lib/bzip2/damaged.ts'
import { unpackBzip2 } from '../../../src/lib/bzip2/unpack.ts'
import { bzip2, whyNoBzip2 } from './bzip2.ts'

const inPieces = async function* (bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What could be opened, and the error that ended it. */
const unpack = async (
  bytes: Uint8Array,
  size = 1 << 18,
): Promise<{ content: Buffer; error?: unknown }> => {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of unpackBzip2(inPieces(bytes, size))) pieces.push(piece)
    return { content: Buffer.concat(pieces) }
  } catch (error) {
    return { content: Buffer.concat(pieces), error }
  }
}

/** Of bzip2 1.0.8. */
const EMPTY = Buffer.from('QlpoORdyRThQkAAAAAA=', 'base64')
const HELLO = Buffer.from(
  'QlpoOTFBWSZTWbEj3kMAAANZgAAQQAQQABJkwBAgADEDQNAgAaaRA6tsgoT4u5IpwoSFiR7yGA==',
  'base64',
)

test('an empty file, a short one, and two behind each other', async () => {
  assert.equal((await unpack(EMPTY)).content.length, 0)
  assert.equal((await unpack(HELLO)).content.toString(), 'hello, bzip2\n')
  const two = await unpack(Buffer.concat([HELLO, EMPTY, HELLO]), 1)
  assert.equal(two.content.toString(), 'hello, bzip2\nhello, bzip2\n')
})

test('what is behind the end is no content', async () => {
  const { content, error } = await unpack(Buffer.concat([HELLO, Buffer.alloc(100)]))
  assert.deepEqual([content.toString(), error], ['hello, bzip2\n', undefined])
})

test('what bzip2 packs comes out again', { skip: whyNoBzip2 }, async () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 5000 }),
    // Long runs, which are packed twice.
    fc
      .array(fc.tuple(fc.nat(3), fc.nat(700)), { maxLength: 50 })
      .map((runs) => Buffer.concat(runs.map(([octet, count]) => Buffer.alloc(count, octet)))),
  )
  await fc.assert(
    fc.asyncProperty(content, fc.integer({ min: 1, max: 9 }), async (octets, level) => {
      const { content: got, error } = await unpack(bzip2(octets, level), 1000)
      assert.equal(error, undefined)
      assert.ok(got.equals(octets))
    }),
    { numRuns: 30 },
  )
})

/** More than one block of every size, hardly compressible. */
const LONG = Buffer.from(
  Uint32Array.from({ length: 300_000 }, (_, i) => Math.imul(i, 2_654_435_761)).buffer,
)

test('many blocks, in pieces', { skip: whyNoBzip2 }, async () => {
  for (const level of [1, 9]) {
    const { content, error } = await unpack(bzip2(LONG, level))
    assert.equal(error, undefined)
    assert.ok(content.equals(LONG))
  }
})

test('a file that is cut off gives the blocks before', { skip: whyNoBzip2 }, async () => {
  const whole = bzip2(LONG, 1)
  const { content, error } = await unpack(whole.subarray(0, whole.length / 2))
  assert.ok(content.length > LONG.length / 3)
  assert.ok(content.equals(LONG.subarray(0, content.length)))
  assert.ok(error instanceof Bzip2Error)
  assert.equal(error.isShort, true)
})

test('whatever is damaged ends with an error, or was no content', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(HELLO.length * 8 - 1), async (bit) => {
      const octets = new Uint8Array(HELLO)
      octets[bit >> 3] = (octets[bit >> 3] as number) ^ (1 << (bit & 7))
      const { content, error } = await unpack(octets)
      if (error === undefined) assert.equal(content.toString(), 'hello, bzip2\n')
      else assert.ok(error instanceof Bzip2Error)
    }),
  )
})

test('any octets behind the head give an error, soon', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (octets) => {
      const head = Buffer.from('BZh91AY&SY')
      const { error } = await unpack(Buffer.concat([head, octets]))
      assert.ok(error instanceof Bzip2Error)
    }),
    { numRuns: 100 },
  )
})
