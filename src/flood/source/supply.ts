/** Where a source takes the octets that it sends. */

/** Some whole messages, ready to be written. They stay as they are until two more were taken. */
export interface Piece {
  readonly octets: Uint8Array
  readonly updates: number
  /** Announced and withdrawn; 0 for those of a file, which is counted as a whole. */
  readonly prefixes: number
}

export interface Supply {
  /** Is there something left to take? */
  readonly left: boolean
  /**
   * Messages up to so many UPDATEs, and about so many octets; one message at least. Undefined:
   * nothing is due now.
   */
  take(updates: number, octets: number): Piece | undefined
}

/** The first piece is small, so that all that is behind the source begins to work at once. */
export const FIRST_OCTETS = 16_384
/** What a processor's cache holds, and large enough for one write to cost nothing. */
const BLOCK_OCTETS = 524_288
/** For the blocks of all sources together. */
const ALL_BLOCKS_OCTETS = 32 * 2 ** 20

/** Octets of one block when there are so many sources with two each. */
export const blockOctets = (sources: number): number =>
  Math.max(FIRST_OCTETS, Math.min(BLOCK_OCTETS, Math.floor(ALL_BLOCKS_OCTETS / 2 / sources)))
