/**
 * The loop of the sink: cuts a buffer into messages, counts, and marks the prefixes that it sees.
 * No object, closure, exception or view is made for a message. It only says that something is
 * wrong; the codec is asked what. What makes it fast, by measurement: the buffer is a constant of
 * the closure (make one scan in a thread: V8 then folds its address and length into the code), the
 * header is compared with that of the message before, and fields are read as 32 bits.
 */
import { mark, markRun } from './bitmap.ts'
import { createWalk } from './multiprotocol.ts'
import type { PrefixSet } from './prefix-set.ts'
import type { Rare, Tally } from './tally.ts'

const HEADER = 19
/** Header, and the lengths of withdrawn routes and attributes. */
const FIXED = 23
const UPDATE = 2
const LAST_TYPE = 5
/** Octets behind `end` that the loop may look at: the buffer must be that much longer. */
export const SLACK = 8

/**
 * Reads the messages from `from` to `end`. Returns where the first incomplete one begins, or
 * -1 - offset of the one that is no BGP.
 */
export type Scan = (from: number, end: number) => number

export const createScan = (bytes: Uint8Array, tally: Tally, rare: Rare): Scan => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

  /** The prefixes of a file. */
  const look = (from: number, end: number, message: number, set: PrefixSet): boolean => {
    const { canaryBase, canaryCount } = tally
    let p = from
    while (p < end) {
      const bits = bytes[p] as number
      if (bits > 32) return false
      const address = view.getInt32(p + 1)
      const number = (address - canaryBase) >>> 0
      if (bits === 32 && number < canaryCount) rare.canary(number, message)
      else set.announced4(address, bits)
      tally.prefixes++
      p += 1 + ((bits + 7) >>> 3)
    }
    return p === end
  }

  /** IPv4 prefixes that are announced, without looking for any: false if they do not end at `end`. */
  const count = (from: number, end: number, message: number): boolean => {
    const { canaryBase, canaryCount } = tally
    let p = from
    let prefixes = 0
    while (p < end) {
      const bits = bytes[p] as number
      if (bits < 32) {
        // Mostly all are of one length: then no step waits for what the last one has read.
        const step = 1 + ((bits + 7) >>> 3)
        do {
          p += step
          prefixes++
        } while (p < end && bytes[p] === bits)
        continue
      }
      if (bits > 32) return false
      const number = (view.getInt32(p + 1) - canaryBase) >>> 0
      if (number < canaryCount) rare.canary(number, message)
      prefixes++
      p += 5
    }
    tally.prefixes += prefixes
    return p === end
  }

  /** The same, and marks those of the universe: runs of neighbours together, as most updates have. */
  const verify = (from: number, end: number, message: number): boolean => {
    const { length, seed, hostBits, size, seen, canaryBase, canaryCount } = tally
    const step = 1 + ((length + 7) >>> 3)
    let p = from
    let prefixes = 0
    let inside = 0
    let distinct = 0
    while (p < end) {
      const bits = bytes[p] as number
      const index = (view.getInt32(p + 1) - seed) >>> hostBits
      if (bits === length && index < size) {
        let next = index
        do {
          p += step
          next++
        } while (
          p < end &&
          next < size &&
          bytes[p] === length &&
          (view.getInt32(p + 1) - seed) >>> hostBits === next
        )
        inside += next - index
        distinct += markRun(seen, index, next)
        continue
      }
      if (bits > 32) return false
      const number = (view.getInt32(p + 1) - canaryBase) >>> 0
      if (bits === 32 && number < canaryCount) rare.canary(number, message)
      else tally.foreign++
      prefixes++
      p += 1 + ((bits + 7) >>> 3)
    }
    tally.prefixes += prefixes + inside
    tally.distinct += distinct
    tally.repeated += inside - distinct
    return p === end
  }

  const withdraw = (from: number, end: number): boolean => {
    const { length, seed, hostBits, size, withdrawn, set } = tally
    const isWanted = withdrawn.length > 0
    let p = from
    while (p < end) {
      const bits = bytes[p] as number
      const index = (view.getInt32(p + 1) - seed) >>> hostBits
      if (bits > 32) return false
      if (set) set.withdrawn4(view.getInt32(p + 1), bits)
      else if (isWanted && bits === length && index < size) {
        tally.distinctWithdrawn += mark(withdrawn, index >>> 5, 1 << (index & 31))
      }
      tally.withdrawals++
      p += 1 + ((bits + 7) >>> 3)
    }
    return p === end
  }

  /** An UPDATE of whatever form, from `at` to `next`; false if its lengths do not fit. */
  const update = (at: number, next: number): boolean => {
    const withdrawnEnd = at + HEADER + 2 + view.getUint16(at + HEADER)
    if (withdrawnEnd + 2 > next) return false
    const attributes = withdrawnEnd + 2
    const nlri = attributes + view.getUint16(withdrawnEnd)
    if (nlri > next || !withdraw(at + HEADER + 2, withdrawnEnd)) return false
    if (nlri > attributes && (tally.mixed || nlri === next))
      if (!walk(attributes, nlri, at)) return false
    return announced(nlri, next, at)
  }

  const announced = (from: number, end: number, message: number): boolean => {
    if (tally.verify) return verify(from, end, message)
    return tally.set ? look(from, end, message, tally.set) : count(from, end, message)
  }

  const walk = createWalk(bytes, tally, {
    canary: rare.canary,
    announced4: announced,
    withdrawn4: withdraw,
  })

  return (from, end) => {
    const { length, seed, hostBits, size, seen, mixed } = tally
    // A single prefix of a universe of long prefixes is the case that counts.
    const single = tally.verify && length > 24
    // So is one that is only counted.
    const blind = !tally.verify && tally.set === undefined
    let at = from
    let updates = 0
    let singles = 0
    let counted = 0
    let distinct = 0
    let word = 0
    let marks = 0
    let problem = false
    let last = -1
    // Header and lengths of the last plain UPDATE: compared as two words, little-endian.
    let plain1 = 0
    let plain2 = 0
    let octets = 0
    let head = 0
    while (end - at >= HEADER) {
      const marker =
        view.getInt32(at, true) &
        view.getInt32(at + 4, true) &
        view.getInt32(at + 8, true) &
        view.getInt32(at + 12, true)
      if (marker !== -1) {
        problem = true
        break
      }
      const word1 = view.getInt32(at + 16, true)
      const word2 = view.getInt32(at + 20, true) & 0xffffff
      if (word1 !== plain1 || word2 !== plain2) {
        const type = bytes[at + 18] as number
        octets = view.getUint16(at + 16)
        plain1 = 0
        if (octets < HEADER || type < 1 || type > LAST_TYPE) {
          problem = true
          break
        }
        if (at + octets > end) break
        if (type !== UPDATE) {
          rare.other(at, at + octets)
          at += octets
          continue
        }
        head = FIXED + view.getUint16(at + HEADER + 2)
        if (octets < FIXED) {
          problem = true
          break
        }
        // Nothing withdrawn, attributes, and then prefixes: anything else is no plain UPDATE.
        if (mixed || view.getUint16(at + HEADER) !== 0 || head >= octets) {
          if (!update(at, at + octets)) {
            problem = true
            break
          }
          updates++
          last = at
          at += octets
          continue
        }
        plain1 = word1
        plain2 = word2
      }
      const next = at + octets
      if (next > end) break
      const p = at + head
      const bits = bytes[p] as number
      if (blind && bits < 32 && octets - head === 1 + ((bits + 7) >>> 3)) {
        counted++
        updates++
        last = at
        at = next
        continue
      }
      if (single && octets - head === 5 && bits === length) {
        const index = (view.getInt32(p + 1) - seed) >>> hostBits
        if (index < size) {
          if (index >>> 5 !== word) {
            distinct += mark(seen, word, marks)
            word = index >>> 5
            marks = 0
          }
          marks |= 1 << (index & 31)
          singles++
          updates++
          last = at
          at = next
          continue
        }
      }
      if (!announced(p, next, at)) {
        problem = true
        break
      }
      updates++
      last = at
      at = next
    }
    if (marks !== 0) distinct += mark(seen, word, marks)
    tally.lastUpdate = last
    tally.updates += updates
    tally.prefixes += singles + counted
    tally.distinct += distinct
    tally.repeated += singles - distinct
    return problem ? -1 - at : at
  }
}
