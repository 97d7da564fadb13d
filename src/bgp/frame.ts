/** Cuts a stream of octets into BGP messages (RFC 4271 section 4.1). The only place that does. */
import { WireError } from '../lib/errors.ts'

export const HEADER_LENGTH = 19
const MARKER_LENGTH = 16
/** RFC 8654. Without that capability the limit is 4096. */
const LARGEST_EXTENDED = 65_535
const LAST_TYPE = 5

export interface Framer {
  /** Calls `each` with a view of every message that is complete now. Returns the octets skipped. */
  push(chunk: Uint8Array, each: (message: Uint8Array) => void): number
  /** Forgets an unfinished message: what comes next need not begin with a marker. */
  resynchronise(): void
}

export interface FramerOptions {
  /** Look for the next marker where there should be one, instead of a WireError. */
  readonly tolerant?: boolean
  readonly maxLength?: number
}

export const createFramer = ({
  tolerant = false,
  maxLength = LARGEST_EXTENDED,
}: FramerOptions = {}): Framer => {
  let rest: Uint8Array = new Uint8Array(0)
  return {
    push(chunk, each) {
      const bytes = rest.length === 0 ? chunk : concat(rest, chunk)
      let at = 0
      let skipped = 0
      while (bytes.length - at >= HEADER_LENGTH) {
        const problem = headerProblem(bytes, at, maxLength)
        if (problem) {
          if (!tolerant) throw problem
          const marker = nextMarker(bytes, at + 1)
          skipped += marker - at
          at = marker
          continue
        }
        const length = u16(bytes, at + MARKER_LENGTH)
        if (bytes.length - at < length) break
        each(bytes.subarray(at, at + length))
        at += length
      }
      // A copy: what is left may be a few octets of a large buffer.
      rest = bytes.slice(at)
      return skipped
    },
    resynchronise() {
      rest = new Uint8Array(0)
    },
  }
}

/** RFC 4271 section 6.1, or undefined when a message may begin here. */
const headerProblem = (bytes: Uint8Array, at: number, maxLength: number): WireError | undefined => {
  if (markerLength(bytes, at) < MARKER_LENGTH) return problem('no marker of 16 octets of 0xff', 0)
  const length = u16(bytes, at + MARKER_LENGTH)
  const type = bytes[at + 18] as number
  if (length < HEADER_LENGTH || length > maxLength) return problem(`message length ${length}`, 16)
  return type < 1 || type > LAST_TYPE ? problem(`message type ${type}`, 18) : undefined
}

const problem = (message: string, offset: number): WireError =>
  new WireError(message, { offset, section: 'RFC 4271 6.1' })

const markerLength = (bytes: Uint8Array, at: number): number => {
  let length = 0
  while (length < MARKER_LENGTH && bytes[at + length] === 0xff) length++
  return length
}

/** Where a marker begins or, at the end of the buffer, may begin. */
const nextMarker = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at < bytes.length; at++) {
    const length = markerLength(bytes, at)
    if (length === MARKER_LENGTH || at + length === bytes.length) return at
  }
  return bytes.length
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
