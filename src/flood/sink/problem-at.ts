/** What is wrong with octets that the loop has refused: the codec says it, with offset and section. */
import { headerError } from '../../bgp/header.ts'
import { decodeMessage } from '../../bgp/message.ts'
import { WireError } from '../../lib/errors.ts'

const LARGEST = 65_535

export const problemAt = (bytes: Uint8Array, at: number, end: number): string => {
  const error = headerError(bytes, at, LARGEST) ?? bodyError(bytes, at, end)
  return error
    ? `the device sent what is not BGP: ${error.message} (octet ${error.offset} of the message, ${error.section})`
    : 'the device sent an UPDATE whose lengths do not fit (RFC 4271 6.3)'
}

const bodyError = (bytes: Uint8Array, at: number, end: number): WireError | undefined => {
  const length = ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number)
  try {
    decodeMessage(bytes.slice(at, Math.min(end, at + length)))
    return undefined
  } catch (error) {
    if (error instanceof WireError) return error
    throw error
  }
}
