/** Which prefixes of a synthetic universe should have been seen, and which were not. */
import type { ShareJob } from '../jobs.ts'
import { groupAt, isWithdrawal, numberAt, passAt } from '../synthetic/numbering.ts'
import type { SyntheticStream } from '../types.ts'
import { countSet } from './bitmap.ts'

export interface Expected {
  readonly announced: number
  readonly withdrawn: number
}

/** 0: nothing, 1: announced last, 2: withdrawn last. One octet for each group. */
export type LastWords = Uint8Array

export const ANNOUNCED = 1
export const WITHDRAWN = 2

/** What was last said of each group. When nothing is withdrawn, one pass through the table tells. */
export const lastWords = (stream: SyntheticStream, shares: readonly ShareJob[]): LastWords => {
  const words = new Uint8Array(stream.tableSize)
  for (const { course, updates } of shares) {
    if (!mayWithdraw(stream)) {
      const groups = Math.min(updates, course.groups)
      for (let k = 0; k < groups; k++) words[groupAt(course, k)] = ANNOUNCED
      continue
    }
    // Only the last pass matters.
    for (let k = Math.max(0, updates - course.groups); k < updates; k++) {
      const withdrawn = isWithdrawal(stream, numberAt(course, k), passAt(course, k))
      words[groupAt(course, k)] = withdrawn ? WITHDRAWN : ANNOUNCED
    }
  }
  return words
}

export const mayWithdraw = ({ flap, withdrawShare }: SyntheticStream): boolean =>
  flap || withdrawShare > 0

/** Prefixes, not groups. */
export const countWords = (words: LastWords, groupSize: number): Expected => {
  let announced = 0
  let withdrawn = 0
  for (const word of words) {
    if (word === ANNOUNCED) announced++
    else if (word === WITHDRAWN) withdrawn++
  }
  return { announced: announced * groupSize, withdrawn: withdrawn * groupSize }
}

/** How many of the expected prefixes have not been seen. */
export const countMissing = (
  words: LastWords,
  groupSize: number,
  seen: Int32Array,
  withdrawn: Int32Array,
): Expected => {
  const missing = { announced: 0, withdrawn: 0 }
  for (let group = 0; group < words.length; group++) {
    const word = words[group]
    if (word === ANNOUNCED) missing.announced += unseen(seen, group * groupSize, groupSize)
    else if (word === WITHDRAWN)
      missing.withdrawn += unseen(withdrawn, group * groupSize, groupSize)
  }
  return missing
}

/** Prefixes of the table that have been seen, although nobody has sent them. */
export const countUnsent = (words: LastWords, groupSize: number, seen: Int32Array): number => {
  let unsent = 0
  for (let group = 0; group < words.length; group++)
    if (words[group] === 0) unsent += countSet(seen, group * groupSize, groupSize)
  return unsent
}

const unseen = (seen: Int32Array, from: number, count: number): number =>
  count - countSet(seen, from, count)
