/** Canonical prefix codes: symbols sorted by the length of their code. */
import type { Bits } from './bits.ts'
import { damaged } from './damaged.ts'

export interface Codes {
  next(bits: Bits): number
}

const LONGEST = 20
/** Codes of so many bits are looked up at once; longer ones are rare. */
const QUICK = 10

/** The length of the code of each symbol. */
export const createCodes = (lengths: readonly number[]): Codes => {
  const counts = new Int32Array(LONGEST + 2)
  for (const length of lengths) counts[length] = (counts[length] as number) + 1
  const symbols = lengths.map((_, symbol) => symbol)
  symbols.sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b)
  const quick = quickTable(counts, symbols)
  return {
    next(bits) {
      const found = quick[bits.peek(QUICK)] as number
      if (found === 0) return decode(bits, counts, symbols)
      bits.skip(found & 0xf)
      return found >> 4
    },
  }
}

/** By the next bits: the symbol, and in the lowest four bits the length of its code; 0 for longer ones. */
const quickTable = (counts: Int32Array, symbols: readonly number[]): Uint16Array => {
  const table = new Uint16Array(1 << QUICK)
  let code = 0
  let index = 0
  for (let length = 1; length <= QUICK; length++) {
    const width = QUICK - length
    for (let count = counts[length] as number; count > 0; count--) {
      table.fill(((symbols[index++] as number) << 4) | length, code << width, (code + 1) << width)
      code++
    }
    code <<= 1
  }
  return table
}

/** Bit by bit: `first` is the first code of the length, `index` the place of its symbol. */
const decode = (bits: Bits, counts: Int32Array, symbols: readonly number[]): number => {
  let code = 0
  let first = 0
  let index = 0
  for (let length = 1; length <= LONGEST; length++) {
    code |= bits.take(1)
    const count = counts[length] as number
    if (code - first < count) return symbols[index + code - first] as number
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  throw damaged('a code that no symbol has')
}

/** As a block has them: the first length, then what changes from symbol to symbol. */
export const readLengths = (bits: Bits, count: number): number[] => {
  let length = bits.take(5)
  return Array.from({ length: count }, () => {
    while (bits.take(1) === 1) length += bits.take(1) === 0 ? 1 : -1
    if (length < 1 || length > LONGEST) throw damaged(`a code of ${length} bits`)
    return length
  })
}
