/** Sets of numbers as bits, 32 in a word. */

export const bitmap = (size: number): Int32Array<ArrayBuffer> =>
  new Int32Array(Math.ceil(size / 32))

/** How many of `count` bits from `from` on are set. */
export const countSet = (bits: Int32Array, from: number, count: number): number => {
  let set = 0
  for (let i = from; i < from + count; i++) set += ((bits[i >>> 5] as number) >>> (i & 31)) & 1
  return set
}

/** Sets bits of a word; returns how many of them were not set. */
export const mark = (bitmap: Int32Array, word: number, marks: number): number => {
  const before = bitmap[word] as number
  bitmap[word] = before | marks
  return bitCount(marks & ~before)
}

const bitCount = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const quads = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((quads + (quads >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
