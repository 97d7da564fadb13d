import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMessages } from '../../../bench/truth/messages.ts'
import type { Packet } from '../../../bench/truth/packets.ts'

const message = (type: number, rest: readonly number[] = []): Buffer => {
  const bytes = Buffer.alloc(19 + rest.length, 0xff)
  bytes.writeUInt16BE(bytes.length, 16)
  bytes.writeUInt8(type, 18)
  bytes.set(rest, 19)
  return bytes
}
/** Withdraws 10.0.0.0/8. */
const UPDATE = message(2, [0, 2, 8, 10, 0, 0])
const END_OF_RIB = message(2, [0, 0, 0, 0])
const KEEPALIVE = message(4)

const packet = (
  at: number,
  sequence: number,
  data: Buffer,
  more: Partial<Packet> = {},
): Packet => ({
  ...{ at, source: '10.0.0.1', destination: '10.0.0.2', ports: [179, 40000] },
  ...{ sequence: sequence >>> 0, expects: undefined, syn: false, rst: false, data },
  ...more,
})

const acknowledge = (at: number, expects: number): Packet =>
  packet(at, 1, Buffer.alloc(0), {
    ...{ source: '10.0.0.2', destination: '10.0.0.1', ports: [40000, 179] },
    expects: expects >>> 0,
  })

const told = (packets: readonly Packet[]) =>
  readMessages(packets).map(({ at, type, routes, acknowledged }) => [
    at,
    type,
    routes,
    acknowledged,
  ])

test('messages of one segment have its time, and say whether they name prefixes', () => {
  const all = Buffer.concat([KEEPALIVE, UPDATE, END_OF_RIB])
  assert.deepEqual(told([packet(5, 100, all), acknowledge(6, 100 + all.length)]), [
    [5, 4, false, true],
    [5, 2, true, true],
    [5, 2, false, true],
  ])
})

test('a message in two segments is there with the second, also when sequence numbers wrap', () => {
  const [head, tail] = [UPDATE.subarray(0, 10), UPDATE.subarray(10)]
  const start = 2 ** 32 - 4
  const packets = [packet(1, start, head), packet(2, start + 10, tail)]
  assert.deepEqual(told([...packets, acknowledge(3, start + UPDATE.length)]), [[2, 2, true, true]])
})

test('of a segment that came twice before it was acknowledged the second counts, after that the first', () => {
  const twice = [packet(1, 0, UPDATE), packet(2, 0, UPDATE)]
  assert.deepEqual(told([...twice, acknowledge(3, UPDATE.length)])[0]?.[0], 2)
  const [first, second] = twice as [Packet, Packet]
  assert.deepEqual(told([first, acknowledge(1.5, UPDATE.length), second])[0]?.[0], 1)
})

test('what overtook its predecessor waits for it', () => {
  const late = packet(3, 0, KEEPALIVE)
  const early = packet(2, KEEPALIVE.length, UPDATE)
  // The base of the numbers is the first that is seen.
  const before = packet(1, -KEEPALIVE.length, KEEPALIVE)
  const upTo = KEEPALIVE.length + UPDATE.length
  assert.deepEqual(told([before, early, late, acknowledge(4, upTo)]), [
    [1, 4, false, true],
    [3, 4, false, true],
    [3, 2, true, true],
  ])
})

test('what was never acknowledged is told apart; a new connection of the same ports is another one', () => {
  const again = packet(5, 900, Buffer.alloc(0), { syn: true })
  const packets = [packet(1, 0, UPDATE), again, packet(6, 901, KEEPALIVE)]
  assert.deepEqual(told([...packets, acknowledge(7, 901 + KEEPALIVE.length)]), [
    [1, 2, true, false],
    [6, 4, false, true],
  ])
})
