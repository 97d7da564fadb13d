/**
 * The running numbers of a synthetic stream and the groups of prefixes that they stand for. With
 * one source the group is the number modulo the table size. Several sources share the table: each
 * always has the same groups (those whose number leaves the same remainder), so that a prefix is
 * announced again by the session that announced it before, and replaces that route.
 */
export interface Course {
  /** The number of update k of this source is `first + k * numberStep`. */
  readonly first: number
  readonly numberStep: number
  /** Its group is `firstGroup + groupStep * ((start + k) mod groups)`. */
  readonly firstGroup: number
  readonly groupStep: number
  readonly groups: number
  readonly start: number
}

/**
 * What source `index` (from 0) of `sources` sends when the next free number is `firstNumber`. With
 * `wholeTable`, every source has all groups.
 */
export const courseOf = (
  tableSize: number,
  sources: number,
  index: number,
  firstNumber: number,
  wholeTable = false,
): Course => {
  const common = { first: firstNumber + index, numberStep: sources }
  const start = Math.floor(firstNumber / sources)
  // More sources than groups: those without a group of their own go through the whole table.
  if (wholeTable || index >= tableSize)
    return { ...common, firstGroup: 0, groupStep: 1, groups: tableSize, start: start + index }
  const groups = Math.ceil((tableSize - index) / sources)
  return { ...common, firstGroup: index, groupStep: sources, groups, start }
}

export const numberAt = (course: Course, k: number): number => course.first + k * course.numberStep

export const groupAt = (course: Course, k: number): number =>
  course.firstGroup + course.groupStep * ((course.start + k) % course.groups)

/** How often the source has been through its groups before update k. */
export const passAt = (course: Course, k: number): number =>
  Math.floor((course.start + k) / course.groups)

/** How many of `updates` source `index` sends when all have nearly the same number. */
export const shareOf = (updates: number, sources: number, index: number): number =>
  Math.floor(updates / sources) + (index < updates % sources ? 1 : 0)

/** Does this update withdraw its group? The same answer wherever it is asked. */
export const isWithdrawal = (
  stream: { readonly withdrawShare: number; readonly flap: boolean },
  number: number,
  pass: number,
): boolean => {
  if (stream.flap && pass % 2 === 1) return true
  // Fibonacci hashing spreads the withdrawals evenly over the numbers.
  return (Math.imul(number, 0x9e3779b1) >>> 0) / 2 ** 32 < stream.withdrawShare
}
