/** The header of every message (RFC 4271 section 4.1): marker, length, type. */
import type { WireError } from '../lib/errors.ts'
import { WIRE_ERRORS, wireError } from './wire-errors.ts'

export const MARKER_LENGTH = 16
export const HEADER_LENGTH = 19

/** Largest message without and with the capability of RFC 8654. */
export const LARGEST_MESSAGE = 4096
export const LARGEST_EXTENDED = 65_535

/** Number on the wire = place in the list + 1. */
export const MESSAGE_TYPES = [
  'open',
  'update',
  'notification',
  'keepalive',
  'route-refresh',
] as const

/** By type: fewest octets, header included (RFC 4271 section 6.1). */
export const SHORTEST: readonly number[] = [0, 29, 23, 21, HEADER_LENGTH, HEADER_LENGTH]

/** Which types may be longer than their shortest form. */
const IS_FIXED = [false, false, false, false, true, false]

/** Why no message can begin at `at`, or undefined. At least a header must be there. */
export const headerError = (
  bytes: Uint8Array,
  at: number,
  maxLength: number,
): WireError | undefined => {
  for (let i = 0; i < MARKER_LENGTH; i++)
    if (bytes[at + i] !== 0xff)
      return wireError(WIRE_ERRORS.notSynchronized, 'no marker of 16 octets of 0xff', { offset: 0 })
  const length = ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number)
  if (length < HEADER_LENGTH || length > maxLength) return badLength(length)
  const type = bytes[at + 18] as number
  const shortest = type < 1 ? undefined : SHORTEST[type]
  if (shortest === undefined)
    return wireError(WIRE_ERRORS.badMessageType, `message type ${type}`, {
      offset: 18,
      data: Uint8Array.of(type),
    })
  return length < shortest || (IS_FIXED[type] && length !== shortest)
    ? badLength(length)
    : undefined
}

/** RFC 4271 section 6.1: the data is the length field. */
export const badLength = (length: number, offset = MARKER_LENGTH): WireError =>
  wireError(WIRE_ERRORS.badMessageLength, `message length ${length}`, {
    offset,
    data: Uint8Array.of(length >> 8, length),
  })
