/** The prefixes that the UPDATEs of a file leave behind, and those that they leave withdrawn. */
import { InputError } from '../lib/errors.ts'
import { PrefixSet, type PrefixTable } from './sink/prefix-set.ts'
import { createScan, SLACK } from './sink/scan.ts'
import { Tally } from './sink/tally.ts'

const PIECE = 2 ** 20

/** Remembered for as long as the octets are. An InputError when they are not whole messages. */
export const filePrefixes = (octets: SharedArrayBuffer): PrefixTable => {
  const known = tables.get(octets)
  if (known) return known
  const table = learn(new Uint8Array(octets))
  tables.set(octets, table)
  return table
}

const tables = new WeakMap<SharedArrayBuffer, PrefixTable>()

const learn = (octets: Uint8Array): PrefixTable => {
  const tally = new Tally()
  const set = new PrefixSet(tally)
  tally.set = set
  tally.mixed = true
  const piece = new Uint8Array(PIECE + SLACK)
  const scan = createScan(piece, tally, { canary: () => {}, other: () => {} })
  for (let at = 0; at < octets.length; ) {
    const length = Math.min(PIECE, octets.length - at)
    piece.set(octets.subarray(at, at + length))
    const end = scan(0, length)
    if (end <= 0)
      throw new InputError(`octet ${at + Math.max(0, -1 - end)} of the stream is no BGP message`)
    at += end
  }
  return set.table
}
