/**
 * bzip2, opened block by block. Node has nothing for it, and not every machine has the tool. There is
 * no standard: the form is that of bzip2 1.0, streams one behind the other as parallel packers write
 * them included; the "randomised" blocks of versions before 1.0 are refused.
 */
import { Bits, EndOfBits } from './bits.ts'
import { createChecksum } from './checksum.ts'
import { Bzip2Error, damaged } from './damaged.ts'
import { unsorted } from './rotations.ts'
import { readColumn } from './symbols.ts'

export const BZIP2_MAGIC = [0x42, 0x5a, 0x68] as const

const BLOCK_UNIT = 100_000
/** No block is longer: 900000 symbols of at most 20 bits, and its tables. */
const LONGEST_BLOCK = 2_400_000

/**
 * All that can be opened comes before an error, which is a Bzip2Error.
 */
export async function* unpackBzip2(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bits = new Bits()
  const parts = streamParts(bits)
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < LONGEST_BLOCK) continue
    bits.add(Buffer.concat(waiting))
    waiting = []
    length = 0
    // What is left may be less than a block; the next one is begun when it is all there.
    while (bits.left > LONGEST_BLOCK) {
      const { value, done } = nextPart(parts)
      if (done) return
      yield* value
    }
  }
  bits.add(Buffer.concat(waiting))
  for (let part = nextPart(parts); !part.done; part = nextPart(parts)) yield* part.value
}

const nextPart = (parts: Generator<Iterable<Uint8Array>>) => {
  try {
    return parts.next()
  } catch (cause) {
    throw cause instanceof EndOfBits ? new Bzip2Error('it ends early', { isShort: true }) : cause
  }
}

/** A part is the content of a block. */
function* streamParts(bits: Bits): Generator<Iterable<Uint8Array>> {
  let first = true
  while (bits.left > 0) {
    const level = readHead(bits)
    // What is no stream behind one is padding, which bzip2 ignores as well.
    if (level === undefined && !first) return
    if (level === undefined) throw damaged('no bzip2 file')
    yield* blocks(bits, level)
    bits.align()
    first = false
  }
}

const readHead = (bits: Bits): number | undefined => {
  if (BZIP2_MAGIC.some((octet) => bits.take(8) !== octet)) return undefined
  const level = bits.take(8) - 0x30
  if (level < 1 || level > 9) throw damaged('an unknown size of blocks')
  return level
}

function* blocks(bits: Bits, level: number): Generator<Iterable<Uint8Array>> {
  const column = new Uint32Array(level * BLOCK_UNIT)
  let combined = 0
  for (;;) {
    const magic = `${bits.take(24).toString(16)} ${bits.take(24).toString(16)}`
    const checksum = u32(bits)
    if (magic === '177245 385090') {
      if (checksum !== combined) throw damaged('its checksum does not fit')
      return
    }
    if (magic !== '314159 265359') throw damaged('neither a block nor the end')
    yield block(bits, column, checksum)
    combined = (((combined << 1) | (combined >>> 31)) ^ checksum) >>> 0
  }
}

/** Read before anything of it is given on: it is not used when its checksum does not fit. */
const block = (bits: Bits, column: Uint32Array, expected: number): readonly Uint8Array[] => {
  if (bits.take(1) === 1) throw damaged('a block of a version before 1.0')
  const origin = bits.take(24)
  const length = readColumn(bits, column)
  const checksum = createChecksum()
  const pieces: Uint8Array[] = []
  for (const piece of unsorted(column, length, origin)) {
    checksum.add(piece)
    pieces.push(piece)
  }
  if (checksum.value() !== expected) throw damaged('the checksum of a block does not fit')
  return pieces
}

const u32 = (bits: Bits): number => bits.take(16) * 0x10000 + bits.take(16)
