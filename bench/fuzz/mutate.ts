/** Damages messages: bit flips, other octets, truncation, splices, lying length fields. */
import type { Random } from '../../src/lib/random.ts'
import type { Seedling } from './corpus.ts'

/** A message is built in this much memory. */
export const ROOM = 8192

const INTERESTING = [0, 1, 2, 3, 4, 8, 16, 17, 32, 33, 64, 127, 128, 129, 254, 255]

/** Writes a mutated copy of `seedling` into `out`. Returns its length. */
export const mutate = (
  random: Random,
  seedling: Seedling,
  other: Seedling,
  out: Uint8Array,
): number => {
  let length = Math.min(seedling.bytes.length, ROOM / 2)
  out.set(seedling.bytes.subarray(0, length))
  const changes = random.integer(0, 4)
  for (let i = 0; i < changes; i++) length = change(random, other.bytes, out, length)
  // Mostly a good header, or nothing behind it is ever looked at.
  if (random.integer(0, 9) > 0 && length >= 19) {
    out.fill(0xff, 0, 16)
    out[16] = length >> 8
    out[17] = length
  }
  return length
}

const change = (random: Random, other: Uint8Array, out: Uint8Array, length: number): number => {
  if (length === 0) return length
  const sort = random.integer(0, 9)
  // The header is short and good: damage it less often than what follows.
  const from = length > 19 && random.integer(0, 7) > 0 ? 19 : 0
  const at = random.integer(from, length - 1)
  if (sort <= 2) out[at] = (out[at] as number) ^ (1 << random.integer(0, 7))
  else if (sort === 3) out[at] = random.integer(0, 255)
  else if (sort === 4) out[at] = INTERESTING[random.integer(0, INTERESTING.length - 1)] as number
  else if (sort === 5) out[at] = (out[at] as number) + (random.integer(0, 1) === 0 ? 1 : -1)
  else if (sort === 6) return at
  else if (sort === 7) return remove(out, length, at, random.integer(1, 8))
  else return splice(random, other, out, length, at)
  return length
}

const remove = (out: Uint8Array, length: number, at: number, count: number): number => {
  const removed = Math.min(count, length - at)
  out.copyWithin(at, at + removed, length)
  return length - removed
}

/** Puts a piece of another message in, with what follows moved or written over. */
const splice = (
  random: Random,
  other: Uint8Array,
  out: Uint8Array,
  length: number,
  at: number,
): number => {
  const from = random.integer(0, other.length - 1)
  const size = Math.min(random.integer(1, 40), other.length - from, ROOM - 64 - length)
  if (size <= 0) return length
  const isInsertion = random.integer(0, 1) === 0
  if (isInsertion) out.copyWithin(at + size, at, length)
  out.set(other.subarray(from, from + size), at)
  return isInsertion ? length + size : Math.max(length, at + size)
}
