/** What a session agreed on, as far as it changes the octets of a message. */
import type { AsWidth } from './as-path.ts'
import type { Family } from './prefix.ts'

export interface CodecOptions {
  /** Octets of an AS number in AS_PATH: 4 (default) when both sides sent the capability of RFC 6793. */
  readonly asWidth?: AsWidth
  /** For captures that may lack the OPENs: take the other width where only that one fits. */
  readonly guessAsWidth?: boolean
  /** Families whose prefixes carry path identifiers in this direction (RFC 7911). */
  readonly addPath?: readonly Family[]
  /** Octets; by default 4096 for what is sent and 65535 (RFC 8654) for what is received. */
  readonly maxLength?: number
  /**
   * From an external peer, attributes that only mean something inside an AS are discarded (RFC 7606
   * section 7), and segments of a confederation are malformed (RFC 5065 section 5).
   */
  readonly peer?: 'internal' | 'external'
}
