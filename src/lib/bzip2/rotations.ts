/** From the last column of the sorted rotations back to the octets, and their runs to full length. */
import { damaged } from './damaged.ts'

/** Octets that come out at once. */
const PIECE = 1 << 18

/**
 * The column is changed: above the octet goes the place of the next one. The pieces are new arrays.
 */
export function* unsorted(
  column: Uint32Array,
  length: number,
  origin: number,
): Generator<Uint8Array> {
  if (origin >= length) throw damaged('an origin outside of the block')
  link(column, length)
  let piece = new Uint8Array(PIECE)
  let filled = 0
  let entry = column[origin] as number
  let last = -1
  let same = 0
  for (let i = 0; i < length; i++) {
    entry = column[entry >>> 8] as number
    const octet = entry & 0xff
    // What follows four equal octets says how many more of them there are.
    let count = 1
    if (same === 4) {
      count = octet
      same = 0
    } else {
      same = octet === last ? same + 1 : 1
      last = octet
    }
    if (filled + count > PIECE) {
      yield piece.subarray(0, filled)
      piece = new Uint8Array(PIECE)
      filled = 0
    }
    if (count === 1) piece[filled] = last
    else piece.fill(last, filled, filled + count)
    filled += count
  }
  yield piece.subarray(0, filled)
}

const link = (column: Uint32Array, length: number): void => {
  const starts = new Uint32Array(257)
  for (let i = 0; i < length; i++) starts[(column[i] as number) + 1]!++
  for (let octet = 1; octet < 257; octet++) starts[octet]! += starts[octet - 1] as number
  for (let i = 0; i < length; i++) {
    const place = starts[(column[i] as number) & 0xff]!++
    column[place]! |= i << 8
  }
}
