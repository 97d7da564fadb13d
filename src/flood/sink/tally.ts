import type { PrefixSet } from './prefix-set.ts'

/**
 * What a sink has seen, and which prefixes it looks for. One object of fixed shape for the life of
 * the sink, so that the loop which reads it stays monomorphic.
 */
export class Tally {
  updates = 0
  prefixes = 0
  withdrawals = 0

  /** Look for the prefixes of a universe at all? */
  verify = false
  /** IPv4 universe: prefixes of `length` bits, numbered from `seed` on. Size 0: it is not IPv4. */
  length = 0
  seed = 0
  hostBits = 0
  size = 0
  /** One bit for each prefix of the universe. */
  seen = new Int32Array(0)
  withdrawn = new Int32Array(0)
  /** Different prefixes of the universe; announced again; outside of it (canaries are neither). */
  distinct = 0
  repeated = 0
  foreign = 0
  /** Different withdrawn ones, when those are looked for too. */
  distinctWithdrawn = 0

  /** IPv6 universe: the seed as four words; undefined: the universe is not IPv6. */
  seed6: Int32Array | undefined = undefined
  length6 = 0
  size6 = 0
  /** A universe without order: the prefixes of a file. */
  set: PrefixSet | undefined = undefined

  /** Look for MP_REACH_NLRI also where an UPDATE has IPv4 prefixes. */
  mixed = false

  /** Canaries: IPv4 host routes from here on, and how many there may be. */
  canaryBase = 0
  canaryCount = 0
  /** The first 14 octets of IPv6 ones, when those are looked for. */
  canaryHead: Uint8Array | undefined = undefined

  /** Offset of the last UPDATE of the last read; -1: there was none. */
  lastUpdate = -1

  /** Counts from zero; what is looked for stays. */
  clear(): void {
    this.updates = 0
    this.prefixes = 0
    this.withdrawals = 0
    this.distinct = 0
    this.repeated = 0
    this.foreign = 0
    this.distinctWithdrawn = 0
  }
}

/** What the loop calls for what is rare. Offsets are those in its buffer. */
export interface Rare {
  /** A host route in the range of canaries, in the UPDATE at `message`; its number in that range. */
  canary(number: number, message: number): void
  /** Any other message, from `from` to `end`. */
  other(from: number, end: number): void
}
