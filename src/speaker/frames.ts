/** Messages from contiguous octets, for everybody who does not take the stream over. */
import { HEADER_LENGTH, headerError, MARKER_LENGTH } from '../bgp/header.ts'
import type { WireError } from '../lib/errors.ts'

export interface FrameUser {
  /** Octets of the longest message that is allowed now. */
  maxLength(): number
  /** One whole message. False: what is behind it is not for this reader. */
  message(bytes: Uint8Array, from: number, to: number): boolean
  malformed(error: WireError): void
}

/** Reads all whole messages of `bytes[from..to)`; answers where the first unfinished one begins. */
export const readFrames = (
  bytes: Uint8Array,
  from: number,
  to: number,
  user: FrameUser,
): number => {
  let at = from
  while (at < to) {
    // A broken marker is told at once: a speaker of something else may wait for us for ever.
    if (to - at < HEADER_LENGTH && isMarker(bytes, at, to)) return at
    const problem = headerError(bytes, at, user.maxLength())
    if (problem) {
      user.malformed(problem)
      return to
    }
    const length = ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number)
    if (to - at < length) return at
    at += length
    if (!user.message(bytes, at - length, at)) return at
  }
  return at
}

const isMarker = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to && at < from + MARKER_LENGTH; at++)
    if (bytes[at] !== 0xff) return false
  return true
}
