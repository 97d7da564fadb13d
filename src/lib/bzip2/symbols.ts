/** The tables of a block, and its symbols until the last column of the sorted rotations is there. */
import type { Bits } from './bits.ts'
import { damaged } from './damaged.ts'
import { type Codes, createCodes, readLengths } from './huffman.ts'

/** Symbols after which the table may change. */
const GROUP = 50
const RUN_B = 1

/** Fills `column` and returns how much of it. */
export const readColumn = (bits: Bits, column: Uint32Array): number => {
  const recent = readAlphabet(bits)
  const tables = bits.take(3)
  if (tables < 2 || tables > 6) throw damaged(`${tables} tables of codes`)
  const selectors = readSelectors(bits, tables)
  const codes = Array.from({ length: tables }, () =>
    createCodes(readLengths(bits, recent.length + 2)),
  )
  return readSymbols(bits, { recent, selectors, codes, column })
}

/** Which octets there are: 16 bits, then 16 for each of those that is set. */
const readAlphabet = (bits: Bits): number[] => {
  const rows = bits.take(16)
  const alphabet: number[] = []
  for (let row = 0; row < 16; row++) {
    if (((rows >> (15 - row)) & 1) === 0) continue
    const columns = bits.take(16)
    for (let at = 0; at < 16; at++) if ((columns >> (15 - at)) & 1) alphabet.push(row * 16 + at)
  }
  if (alphabet.length === 0) throw damaged('a block without octets')
  return alphabet
}

const readSelectors = (bits: Bits, tables: number): readonly number[] => {
  const count = bits.take(15)
  const recent = Array.from({ length: tables }, (_, i) => i)
  return Array.from({ length: count }, () => {
    let at = 0
    while (bits.take(1) === 1) if (++at === tables) throw damaged('a table that is not there')
    return toFront(recent, at)
  })
}

interface Tables {
  /** The alphabet, what was used last first. */
  readonly recent: number[]
  readonly selectors: readonly number[]
  readonly codes: readonly Codes[]
  readonly column: Uint32Array
}

const readSymbols = (bits: Bits, { recent, selectors, codes, column }: Tables): number => {
  const end = recent.length + 1
  let length = 0
  /** A run of the octet in front: a number with the digits 1 and 2, the lowest first. */
  let run = 0
  let digit = 1
  const putRun = (): void => {
    if (run > column.length - length) throw damaged('a block that is too long')
    column.fill(recent[0] as number, length, length + run)
    length += run
    run = 0
    digit = 1
  }
  for (const selector of selectors) {
    const { next } = codes[selector] as Codes
    for (let i = 0; i < GROUP; i++) {
      const symbol = next(bits)
      if (symbol <= RUN_B) {
        run += digit << symbol
        digit <<= 1
        if (run > column.length) throw damaged('a block that is too long')
        continue
      }
      putRun()
      if (symbol === end) return length
      if (length === column.length) throw damaged('a block that is too long')
      column[length++] = toFront(recent, symbol - 1)
    }
  }
  throw damaged('a block without an end')
}

const toFront = (list: number[], at: number): number => {
  const value = list[at] as number
  list.copyWithin(1, 0, at)
  list[0] = value
  return value
}
