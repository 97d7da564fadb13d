/**
 * Reads a file piece by piece: whatever the pieces are, each record comes out as soon as it is
 * complete, and only an unfinished one is kept. A record that is broken is reported and skipped by
 * its length field. What cannot be skipped ends the reading.
 */
import { WireError } from '../../lib/errors.ts'
import { decodeRecord, type Unsupported } from './codec.ts'
import { COMMON_LENGTH, TYPE_NAMES } from './header.ts'
import type { MrtRecord } from './record.ts'

/** Where a record stands: its number from 1, and the offset of its first octet in the file. */
export interface Place {
  readonly number: number
  readonly offset: number
}

export interface MrtProblem extends Place {
  /** Its offset is that in the file. */
  readonly error: WireError
}

export interface MrtEvents {
  record(record: MrtRecord | Unsupported, place: Place): void
  problem(problem: MrtProblem): void
}

export interface MrtStream {
  /** False when nothing behind this piece can be read: a problem said why. */
  push(piece: Uint8Array): boolean
  /** To be called at the end of the file: an unfinished record is a problem. */
  end(): void
}

/** No recorder writes records as long as this, so it is a sign of octets that are no MRT file. */
export const LONGEST_RECORD = 64 * 1024 * 1024

export const createMrtStream = (events: MrtEvents): MrtStream => {
  let rest: Uint8Array = new Uint8Array(0)
  /** Pieces that do not complete the record, joined when they do. */
  let waiting: Uint8Array[] = []
  let waitingLength = 0
  let needed = COMMON_LENGTH
  let number = 0
  let offset = 0
  let lost = false

  const fail = (message: string, at: number, section: string): void => {
    lost = true
    const place = { number: number + 1, offset }
    events.problem({ ...place, error: new WireError(message, { offset: offset + at, section }) })
  }

  const headerProblem = (bytes: Uint8Array, at: number, length: number): boolean => {
    const type = u16(bytes, at + 4)
    const unknown = TYPE_NAMES[type] === undefined
    if (number === 0 && unknown) fail(`no MRT file: record type ${type}`, 4, 'RFC 6396 4')
    else if (length > LONGEST_RECORD) fail(`a record of ${length} octets`, 8, 'RFC 6396 2')
    return lost
  }

  const take = (bytes: Uint8Array): void => {
    const place = { number: ++number, offset }
    try {
      events.record(decodeRecord(bytes), place)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      events.problem({ ...place, error: moved(error, offset) })
    }
    offset += bytes.length
  }

  const consume = (bytes: Uint8Array): void => {
    let at = 0
    needed = COMMON_LENGTH
    while (bytes.length - at >= COMMON_LENGTH) {
      const length = u32(bytes, at + 8)
      if (headerProblem(bytes, at, length)) return
      needed = COMMON_LENGTH + length
      if (bytes.length - at < needed) break
      take(bytes.subarray(at, at + needed))
      at += needed
      needed = COMMON_LENGTH
    }
    rest = bytes.subarray(at)
  }

  return {
    push(piece) {
      if (lost) return false
      waiting.push(piece)
      waitingLength += piece.length
      if (rest.length + waitingLength < needed) return true
      const bytes = joined([rest, ...waiting], rest.length + waitingLength)
      waiting = []
      waitingLength = 0
      consume(bytes)
      return !lost
    },
    end() {
      const left = rest.length + waitingLength
      if (lost || left === 0) return
      const missing = needed - left
      fail(`the file ends ${missing} octets before the end of this record`, left, 'RFC 6396 2')
    },
  }
}

/** The same error at its place in the file. */
const moved = (error: WireError, by: number): WireError =>
  new WireError(error.message.replace(/ at octet \d+$/, ''), {
    offset: error.offset + by,
    section: error.section,
  })

const joined = (parts: readonly Uint8Array[], length: number): Uint8Array => {
  const filled = parts.filter((part) => part.length > 0)
  if (filled.length === 1) return filled[0] as Uint8Array
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of filled) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2)
