import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFramer } from '../../src/bgp/frame.ts'
import { headerError } from '../../src/bgp/header.ts'
import { encodeMessage } from '../../src/bgp/message.ts'
import { createFrameScan, SCAN, scanFrames } from '../../src/bgp/scan.ts'
import { WireError } from '../../src/lib/errors.ts'
import { anyCase } from '../lib/any-message.ts'

const MAX = 65_535
const join = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(parts))
const keepalive = encodeMessage({ type: 'keepalive' })
const stream = fc
  .array(anyCase, { minLength: 1, maxLength: 8 })
  .map((cases) => cases.map(({ message, options }) => encodeMessage(message, options)))

/** Counts and end of a stream that arrives in chunks, the unfinished part being carried over. */
const scanChunks = (bytes: Uint8Array<ArrayBuffer>, cuts: readonly number[]) => {
  const view = new DataView(bytes.buffer)
  const scan = createFrameScan()
  let from = 0
  for (const to of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    const code = scanFrames(view, from, to, MAX, scan)
    from = scan.end
    if (code !== SCAN.ok) return { code, end: from, counts: [...scan.counts] }
  }
  return { code: SCAN.ok, end: from, counts: [...scan.counts] }
}

test('counts by type, and the end of the last whole message, for any chunks', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat()), fc.nat(18), (messages, cuts, half) => {
      const whole = join(messages)
      const bytes = join([whole, keepalive.subarray(0, half)])
      const counts = [0, 0, 0, 0, 0, 0]
      for (const type of messages.map((message) => message[18] as number))
        counts[type] = (counts[type] ?? 0) + 1
      const found = scanChunks(
        bytes,
        cuts.map((cut) => cut % (bytes.length + 1)),
      )
      assert.deepEqual(found, { code: SCAN.ok, end: whole.length, counts })
    }),
  )
})

test('an unfinished message says how long it will be, once its header is whole', () => {
  const bytes = join([
    keepalive,
    encodeMessage({ type: 'notification', code: 6, subcode: 2, data: new Uint8Array(9) }),
  ])
  const view = new DataView(bytes.buffer)
  const scan = createFrameScan()
  scanFrames(view, 0, 19 + 18, MAX, scan)
  assert.deepEqual([scan.end, scan.unfinished], [19, 0])
  scanFrames(view, 0, 19 + 19, MAX, scan)
  assert.deepEqual([scan.end, scan.unfinished], [19, 30])
})

const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 })

test('scanner, framer and header check agree on damaged streams, whatever is around them', () => {
  fc.assert(
    fc.property(stream, damage, (messages, changes) => {
      const bytes = join(messages)
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      const results = [0x00, 0xff].map((poison) => {
        const memory = new Uint8Array(bytes.length + 128).fill(poison)
        memory.set(bytes, 64)
        const scan = createFrameScan()
        const code = scanFrames(new DataView(memory.buffer), 64, 64 + bytes.length, MAX, scan)
        return { code, end: scan.end - 64, counts: [...scan.counts] }
      })
      assert.deepEqual(results[0], results[1])
      const { code, end } = results[0] as { code: number; end: number }
      const rest = bytes.length - end >= 19 ? headerError(bytes, end, MAX) : undefined
      assert.equal(code, rest?.notification.subcode ?? 0)
      let octets = 0
      const count = ({ length }: Uint8Array) => {
        octets += length
      }
      const push = () => createFramer().push(bytes, count)
      if (rest) assert.throws(push, WireError)
      else push()
      assert.equal(octets, end)
    }),
    { numRuns: 500 },
  )
})

test('a length beyond the session’s limit is an error where the limit holds', () => {
  const long = encodeMessage(
    { type: 'notification', code: 6, subcode: 2, data: new Uint8Array(5000) },
    { maxLength: MAX },
  )
  const view = new DataView(join([long]).buffer)
  const scan = createFrameScan()
  assert.equal(scanFrames(view, 0, long.length, MAX, scan), SCAN.ok)
  assert.equal(scanFrames(view, 0, long.length, 4096, scan), SCAN.length)
})
