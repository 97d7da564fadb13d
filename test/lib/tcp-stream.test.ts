import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTcpStream, type StreamEvent, type StreamSegment } from '../../src/lib/tcp-stream.ts'

const octets = (...values: number[]): Uint8Array => Uint8Array.from(values)
const seg = (
  sequence: number,
  payload: Uint8Array,
  flag?: 'syn' | 'fin' | 'rst',
): StreamSegment => ({
  sequence,
  syn: flag === 'syn',
  fin: flag === 'fin',
  rst: flag === 'rst',
  payload,
})
const none = octets()

/** Events as text: data as its octets and time. */
const play = (segments: readonly (readonly [StreamSegment, number])[]): string[] => {
  const stream = createTcpStream({ gapAfterMs: 1000 })
  return segments.flatMap(([segment, atMs]) => stream.push(segment, atMs)).map(text)
}
const text = (event: StreamEvent): string => {
  if (event.type === 'start') return event.midStream ? 'start mid-stream' : 'start'
  if (event.type === 'data') return `${[...event.bytes]}@${event.atMs}`
  return event.type === 'gap' ? `gap ${event.octets}@${event.atMs}` : `end@${event.atMs}`
}

test('delivers in order from the octet behind the SYN', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(100, octets(1, 2)), 2],
      [seg(102, octets(3)), 3],
      [seg(103, none, 'fin'), 4],
    ]),
    ['start', '1,2@2', '3@3', 'end@4'],
  )
})

test('gives out-of-order data the time of the segment that filled the hole', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(102, octets(3)), 2],
      [seg(103, octets(4)), 3],
      [seg(100, octets(1, 2)), 9],
    ]),
    ['start', '1,2@9', '3@9', '4@9'],
  )
})

test('drops what was delivered before, wholly or in part', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(100, octets(1, 2)), 2],
      [seg(100, octets(1, 2)), 3],
      [seg(99, none, 'syn'), 4],
      [seg(101, octets(2, 3)), 5],
    ]),
    ['start', '1,2@2', '3@5'],
  )
})

test('begins in the middle when the SYN was not seen', () => {
  assert.deepEqual(play([[seg(500, octets(1)), 1]]), ['start mid-stream', '1@1'])
})

test('reports a gap when new data keeps coming behind a hole', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(105, octets(6)), 10],
      [seg(106, octets(7)), 900],
      [seg(107, octets(8)), 1200],
    ]),
    ['start', 'gap 5@1200', '6@1200', '7@1200', '8@1200'],
  )
})

test('waits for a retransmission however late when nothing new comes', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(102, octets(3)), 10],
      [seg(102, octets(3)), 5000],
      [seg(100, octets(1, 2)), 6000],
    ]),
    ['start', '1,2@6000', '3@6000'],
  )
})

test('reports the hole that a reset leaves', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(101, octets(2)), 2],
      [seg(102, none, 'rst'), 3],
    ]),
    ['start', 'gap 1@3', '2@3', 'end@3'],
  )
})

test('a new SYN on the same ports is a new connection, and nothing follows an end', () => {
  assert.deepEqual(
    play([
      [seg(99, none, 'syn'), 1],
      [seg(100, octets(1), 'fin'), 2],
      [seg(100, octets(1)), 3],
      [seg(7000, none, 'syn'), 4],
      [seg(7001, octets(9)), 5],
    ]),
    ['start', '1@2', 'end@2', 'start', '9@5'],
  )
})

test('ignores a reset of a connection that it does not know', () => {
  assert.deepEqual(play([[seg(1, none, 'rst'), 1]]), [])
})

test('any order, repetition and overlap of the segments gives the stream back, across 2^32 too', () => {
  const cut = fc.record({
    from: fc.integer({ min: 0, max: 59 }),
    length: fc.integer({ min: 1, max: 20 }),
  })
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 30 }), (cuts) => {
      const data = Uint8Array.from({ length: 60 }, (_, i) => i)
      const base = 0xffffffff - 30
      const stream = createTcpStream()
      const events = stream.push(seg(base - 1, none, 'syn'), 0)
      for (const { from, length } of [...cuts, { from: 0, length: 60 }])
        events.push(...stream.push(seg((base + from) >>> 0, data.slice(from, from + length)), 0))
      const delivered = events.flatMap((event) => (event.type === 'data' ? [...event.bytes] : []))
      assert.deepEqual(delivered, [...data])
    }),
  )
})
