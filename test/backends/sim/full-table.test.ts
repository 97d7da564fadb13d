/** A table that is longer than the first congestion window comes with several round trips. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lab } from '../../solve/lab.ts'
import { Bed } from './bed.ts'

const DELAY_MS = 100

/** Each in an UPDATE of its own, which has some fifty octets. */
const prefixes = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `11.${i >> 8}.${i & 255}.0/24`)

/** When b hears UPDATEs after a has been told to announce them, in milliseconds, with their octets. */
const heardAfter = (count: number) => {
  const bed = new Bed(lab({ nodes: { a: 1, b: 2 }, links: [['a', 'b']] }))
  for (const node of ['a', 'b'])
    bed.set({ lever: 'shape', end: { node, link: 'a--b' }, shape: { delayMs: DELAY_MS } })
  bed.pass(20_000).from()
  const start = bed.now
  bed.set({ lever: 'routes', node: 'a', announce: prefixes(count), withdraw: [] })
  bed.pass(20_000)
  const heard = bed.seenOf('update-received', 'b')
  assert.equal(heard.flatMap(({ announced }) => announced).length, count)
  return heard.map(({ at, octets }) => ({ round: roundOf(at - start), octets }))
}

/** 0 for what takes the delay and no more. */
const roundOf = (afterMs: number): number => Math.floor((afterMs - DELAY_MS) / (2 * DELAY_MS))

test('a small table takes the delay of the link, a large one a round trip for each doubling', () => {
  assert.deepEqual([...new Set(heardAfter(200).map(({ round }) => round))], [0])
  const octets: number[] = []
  for (const { round, octets: more } of heardAfter(4_000))
    octets[round] = (octets[round] ?? 0) + more
  assert.equal(octets.length, 4)
  // Ten segments of 1448 octets, less than one UPDATE short of that; then twice as much.
  const [first = 0, second = 0, third = 0, rest = 0] = octets
  assert.ok(first <= 14_480 && first > 14_380, octets.join())
  assert.ok(Math.abs(second - 2 * first) < 200, octets.join())
  assert.ok(Math.abs(third - 2 * second) < 400, octets.join())
  assert.ok(rest > 0)
})
