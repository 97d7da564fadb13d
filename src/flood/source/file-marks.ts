/**
 * Places in encoded messages where one begins, with how many UPDATEs lie before it: found before the
 * clock starts, so that whoever sends needs not look at every message again.
 */

const UPDATE = 2
const APART_OCTETS = 16_384

export interface Mark {
  readonly offset: number
  readonly updates: number
}

/** In order; the last one is the end. `octets` are whole messages. */
export const marksOf = (bytes: SharedArrayBuffer): readonly Mark[] => {
  const known = cache.get(bytes)
  if (known) return known
  const marks = findMarks(new Uint8Array(bytes))
  cache.set(bytes, marks)
  return marks
}

/** All sources of a transfer may send the same file. */
const cache = new WeakMap<SharedArrayBuffer, readonly Mark[]>()

const findMarks = (octets: Uint8Array): readonly Mark[] => {
  const marks: Mark[] = []
  let updates = 0
  let due = 0
  let at = 0
  while (at < octets.length) {
    if (at >= due) {
      marks.push({ offset: at, updates })
      due = at + APART_OCTETS
    }
    if (octets[at + 18] === UPDATE) updates++
    at += ((octets[at + 16] as number) << 8) | (octets[at + 17] as number)
  }
  marks.push({ offset: at, updates })
  return marks
}
