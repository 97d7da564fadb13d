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

/** Sets the bits from `from` up to, but not including, `to`; returns how many of them were not set. */
export const markRun = (bitmap: Int32Array, from: number, to: number): number => {
  const first = from >>> 5
  const last = (to - 1) >>> 5
  const head = -1 << (from & 31)
  const tail = -1 >>> (31 - ((to - 1) & 31))
  if (first === last) return mark(bitmap, first, head & tail)
  let unset = mark(bitmap, first, head)
  for (let word = first + 1; word < last; word++) unset += mark(bitmap, word, -1)
  return unset + mark(bitmap, last, tail)
}

const bitCount = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const quads = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((quads + (quads >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
