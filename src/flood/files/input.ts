/** What a loader is given: the octets of the file, and what to do with them. */
import type { StreamOptions } from './options.ts'

export interface FileInput {
  /** For messages. */
  readonly name: string
  /** From the beginning of the file, opened if it is gzip; again at each call. */
  open(): AsyncIterable<Uint8Array>
  readonly options: StreamOptions
  /** Told what was left out, and why. */
  report(problem: string): void
}
