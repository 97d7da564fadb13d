/** Collects encoded messages, and counts what is in them. */
import type { EncodedStream } from '../types.ts'

/** Octets of one message, and how many prefixes it has. */
export interface CountedMessage {
  readonly octets: Uint8Array
  readonly announced: number
  readonly withdrawn: number
}

export interface MessageBuffer {
  /** How many there are. */
  readonly messages: number
  /** `atMs`: when it was recorded; all messages have a time, or none. */
  add(message: CountedMessage, atMs?: number): void
  finish(): EncodedStream
}

export const createMessageBuffer = (): MessageBuffer => {
  let data = new Uint8Array(1 << 16)
  let length = 0
  let announced = 0
  let withdrawn = 0
  const offsets: number[] = []
  const atMs: number[] = []
  return {
    get messages() {
      return offsets.length
    },
    add(message, time) {
      const { octets } = message
      if (length + octets.length > data.length) data = enlarged(data, length + octets.length)
      data.set(octets, length)
      offsets.push(length)
      // Recorders are not always in order, time is.
      if (time !== undefined) atMs.push(Math.max(time, atMs.at(-1) ?? time))
      length += octets.length
      announced += message.announced
      withdrawn += message.withdrawn
    },
    finish() {
      const bytes = new SharedArrayBuffer(length)
      new Uint8Array(bytes).set(data.subarray(0, length))
      const messages = offsets.length
      return {
        type: 'encoded',
        bytes,
        messages,
        updates: messages,
        announced,
        withdrawn,
        ...(atMs.length > 0 && { times: times(offsets, atMs) }),
      }
    },
  }
}

const times = (
  offsets: readonly number[],
  atMs: readonly number[],
): NonNullable<EncodedStream['times']> => {
  const first = atMs[0] ?? 0
  return {
    offsets: Float64Array.from(offsets),
    atMs: Float64Array.from(atMs, (time) => time - first),
  }
}

const enlarged = (data: Uint8Array, needed: number): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(Math.max(needed, data.length * 2))
  larger.set(data)
  return larger
}
