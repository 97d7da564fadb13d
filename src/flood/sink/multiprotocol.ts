/**
 * Prefixes in MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760): found by walking the attributes, and
 * counted as the loop of the sink counts those of IPv4. Nothing is allocated for an UPDATE.
 */
import { CANARIES } from '../canary.ts'
import { mark } from './bitmap.ts'
import type { Tally } from './tally.ts'

const EXTENDED = 0x10
const MP_REACH = 14
const MP_UNREACH = 15
const IPV6 = 2
const UNICAST = 1

export interface Found {
  canary(number: number, message: number): void
  /** IPv4 prefixes in MP attributes: the loop has the code for them. */
  announced4(from: number, end: number, message: number): boolean
  withdrawn4(from: number, end: number): boolean
}

/** Reads the attributes from `from` to `end`; false if they are malformed. */
export type Walk = (from: number, end: number, message: number) => boolean

export const createWalk = (bytes: Uint8Array, tally: Tally, found: Found): Walk => {
  const words = new Int32Array(4)

  /** Prefixes of IPv6 unicast, announced or withdrawn. */
  const prefixes = (from: number, end: number, message: number, withdrawn: boolean): boolean => {
    let p = from
    while (p < end) {
      const bits = bytes[p] as number
      const octets = (bits + 7) >>> 3
      if (bits > 128 || p + 1 + octets > end) return false
      readWords(bytes, p + 1, bits, words)
      if (withdrawn) {
        tally.withdrawals++
        takeWithdrawn(tally, words, bits)
      } else {
        tally.prefixes++
        if (bits === 128 && tally.canaryHead && isCanary(bytes, p + 1, tally.canaryHead))
          found.canary(((words[3] as number) >>> 0) % CANARIES, message)
        else takeAnnounced(tally, words, bits)
      }
      p += 1 + octets
    }
    return true
  }

  const nlri = (from: number, end: number, message: number, withdrawn: boolean): boolean => {
    if (end - from < 3) return false
    const afi = ((bytes[from] as number) << 8) | (bytes[from + 1] as number)
    const hop = withdrawn ? 0 : (bytes[from + 3] as number)
    const start = withdrawn ? from + 3 : from + 5 + hop
    if (start > end) return false
    if (bytes[from + 2] !== UNICAST) return true
    if (afi === IPV6) return prefixes(start, end, message, withdrawn)
    if (afi !== 1) return true
    return withdrawn ? found.withdrawn4(start, end) : found.announced4(start, end, message)
  }

  return (from, end, message) => {
    let at = from
    while (at < end) {
      const isLong = ((bytes[at] as number) & EXTENDED) !== 0
      const head = isLong ? 4 : 3
      if (at + head > end) return false
      const length = isLong
        ? ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
        : (bytes[at + 2] as number)
      const next = at + head + length
      if (next > end) return false
      const code = bytes[at + 1] as number
      if (code === MP_REACH || code === MP_UNREACH)
        if (!nlri(at + head, next, message, code === MP_UNREACH)) return false
      at = next
    }
    return true
  }
}

/** The address as four words, bits behind the prefix cleared. */
export const readWords = (bytes: Uint8Array, at: number, bits: number, into: Int32Array): void => {
  for (let word = 0; word < 4; word++) {
    const left = bits - 32 * word
    let value = 0
    if (left > 0) {
      for (let octet = 0; octet < 4; octet++)
        value = (value << 8) | (8 * octet < left ? (bytes[at + word * 4 + octet] as number) : 0)
      if (left < 32) value &= -1 << (32 - left)
    }
    into[word] = value
  }
}

const takeAnnounced = (tally: Tally, words: Int32Array, bits: number): void => {
  if (tally.set) {
    tally.set.announced6(words, bits)
    return
  }
  if (!tally.verify) return
  const index = indexOf(tally, words, bits)
  if (index < 0) tally.foreign++
  else {
    const fresh = mark(tally.seen, index >>> 5, 1 << (index & 31))
    tally.distinct += fresh
    tally.repeated += 1 - fresh
  }
}

const takeWithdrawn = (tally: Tally, words: Int32Array, bits: number): void => {
  if (tally.set) {
    tally.set.withdrawn6(words, bits)
    return
  }
  if (tally.withdrawn.length === 0) return
  const index = indexOf(tally, words, bits)
  if (index < 0) return
  tally.distinctWithdrawn += mark(tally.withdrawn, index >>> 5, 1 << (index & 31))
}

/** The number of the prefix in the universe, or -1: the difference to the seed, shifted right. */
const indexOf = ({ seed6, length6, size6 }: Tally, words: Int32Array, bits: number): number => {
  if (!seed6 || bits !== length6) return -1
  const shift = 128 - length6
  const low = 3 - (shift >>> 5)
  const bit = shift & 31
  let borrow = 0
  let index = 0
  for (let word = 3; word >= 0; word--) {
    const difference = ((words[word] as number) >>> 0) - ((seed6[word] as number) >>> 0) - borrow
    borrow = difference < 0 ? 1 : 0
    const value = difference >>> 0
    if (word === low) index += value >>> bit
    else if (word === low - 1) {
      // More than 32 bits of difference are outside of every universe.
      if (bit === 0 ? value !== 0 : value >>> bit !== 0) return -1
      if (bit > 0) index += (value & ((1 << bit) - 1)) * 2 ** (32 - bit)
    } else if (word < low - 1 && value !== 0) return -1
  }
  return borrow === 0 && index < size6 ? index : -1
}

const isCanary = (bytes: Uint8Array, at: number, head: Uint8Array): boolean => {
  for (let i = 0; i < head.length; i++) if (bytes[at + i] !== head[i]) return false
  return true
}
