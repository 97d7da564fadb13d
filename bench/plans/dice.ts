import type { Random } from '../../src/lib/random.ts'

export const oneOf = <Item>(random: Random, items: readonly Item[]): Item => {
  if (items.length === 0) throw new RangeError('nothing to choose from')
  return items[random.integer(0, items.length - 1)] as Item
}

/** True with this probability. */
export const chance = (random: Random, share: number): boolean => random.next() < share

/** So many of them, or all, in their order. */
export const someOf = <Item>(random: Random, items: readonly Item[], count: number): Item[] => {
  const left = [...items.keys()]
  const drawn = new Set<number>()
  while (drawn.size < Math.min(count, items.length))
    drawn.add(left.splice(random.integer(0, left.length - 1), 1)[0] as number)
  return items.filter((_, index) => drawn.has(index))
}

/** Whole milliseconds as a file has them. Short times are as likely as long ones: drawn by their logarithm. */
export const drawnMs = (random: Random, leastMs: number, mostMs: number): number =>
  Math.round(leastMs * (mostMs / leastMs) ** random.next())

export const ms = (value: number): string => `${value}ms`
