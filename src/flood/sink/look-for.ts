/** Sets a tally up for the prefixes that are awaited. */
import { InputError } from '../../lib/errors.ts'
import { seedPrefix } from '../synthetic/prefix-words.ts'
import type { SyntheticStream } from '../types.ts'
import { bitmap } from './bitmap.ts'
import { mayWithdraw } from './expected.ts'
import { PrefixSet, type PrefixTable } from './prefix-set.ts'
import type { Tally } from './tally.ts'

/** One bit for each prefix: a larger table would not leave enough memory for the rest. */
const LARGEST_TABLE = 2 ** 30

/** An InputError when the table is too large to be verified. */
export const lookForTable = (tally: Tally, stream: SyntheticStream): void => {
  const { tableSize, groupSize, prefixLength } = stream
  const size = tableSize * groupSize
  if (size > LARGEST_TABLE)
    throw new InputError(`${size} prefixes: ${LARGEST_TABLE} can be verified at most`, {
      hint: 'await a count or the canaries, or make the table smaller',
    })
  const seed = seedPrefix(stream.seedPrefix, prefixLength, size)
  const isIpv4 = seed.family === 'ipv4'
  lookForNothing(tally)
  tally.verify = true
  tally.seen = cleared(tally.seen, size)
  tally.withdrawn = bitmap(mayWithdraw(stream) ? size : 0)
  if (isIpv4) {
    tally.length = prefixLength
    tally.size = size
    tally.hostBits = seed.hostBits
    tally.seed = (seed.words[0] as number) | 0
  } else {
    tally.length6 = prefixLength
    tally.size6 = size
    tally.seed6 = Int32Array.from(seed.words)
  }
}

export const lookForSet = (tally: Tally, table: PrefixTable): PrefixSet => {
  lookForNothing(tally)
  tally.set = new PrefixSet(tally, table)
  return tally.set
}

export const lookForNothing = (tally: Tally): void => {
  tally.verify = false
  tally.set = undefined
  tally.seed6 = undefined
  tally.size = 0
  tally.size6 = 0
  tally.withdrawn = bitmap(0)
}

const cleared = (bits: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> => {
  if (bits.length !== Math.ceil(size / 32)) return bitmap(size)
  return bits.fill(0)
}
