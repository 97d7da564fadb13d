import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStore, piecesOf, withoutOctets } from '../../../src/flood/remote/kept.ts'
import type { EncodedStream } from '../../../src/flood/types.ts'

const streamOf = (octets: number): EncodedStream => {
  const bytes = new SharedArrayBuffer(octets)
  new Uint8Array(bytes).forEach((_, at, all) => {
    all[at] = (at * 31 + (at >> 8)) & 0xff
  })
  return { type: 'encoded', bytes, messages: 3, updates: 2, announced: 5, withdrawn: 1 }
}

/** As it goes over: text of JSON. */
const overTheWire = <Shape>(value: Shape): Shape => JSON.parse(JSON.stringify(value)) as Shape

for (const octets of [0, 1, 1 << 20, (5 << 19) + 7])
  test(`a stream of ${octets} octets arrives as it was`, () => {
    const stream = streamOf(octets)
    const store = createStore()
    for (const piece of piecesOf(stream.bytes, 7)) store.keep(overTheWire(piece))
    const arrived = store.streamOf(overTheWire(withoutOctets(stream, 7)))
    assert.deepEqual(new Uint8Array(arrived.bytes), new Uint8Array(stream.bytes))
    assert.deepEqual({ ...arrived, bytes: undefined }, { ...stream, bytes: undefined })
  })

test('recorded times come along', () => {
  const times = { offsets: Float64Array.of(0, 19, 42), atMs: Float64Array.of(0, 0.5, 7) }
  const stream = { ...streamOf(60), times }
  const store = createStore()
  for (const piece of piecesOf(stream.bytes, 1)) store.keep(piece)
  assert.deepEqual(store.streamOf(overTheWire(withoutOctets(stream, 1))).times, times)
})

test('a stream that never came over is an error', () => {
  assert.throws(() => createStore().streamOf(withoutOctets(streamOf(1), 9)), /no stream 9/)
})
