/**
 * One mutated message through everything that reads messages, and whether they agree: scanner,
 * framer, flat walker and table codec, the latter two in memory with other octets around it.
 */
import { isDeepStrictEqual } from 'node:util'
import { decodeCapabilities } from '../../src/bgp/capabilities.ts'
import {
  createFlatUpdate,
  type FlatOptions,
  flatOptions,
  walkUpdate,
} from '../../src/bgp/flat-update.ts'
import { createFramer } from '../../src/bgp/frame.ts'
import { HEADER_LENGTH, headerError, LARGEST_MESSAGE } from '../../src/bgp/header.ts'
import { type CodecOptions, decodeMessage, type Message } from '../../src/bgp/message.ts'
import { createFrameScan, SCAN, scanFrames } from '../../src/bgp/scan.ts'
import type { Update } from '../../src/bgp/update.ts'
import { WireError } from '../../src/lib/errors.ts'

/** What became of a message: its type or the code of its error, with the outcome of an UPDATE. */
export type Verdict = string

/** The message is at this offset, with poison in front of it and behind it. */
const LEAD = 64

/** One message in so many is decoded from a copy too, and compared field by field. */
const COPIED = 64

export interface Checker {
  /** The class of the result. Throws what no reader of messages may throw, and an Error for a difference. */
  check(message: Uint8Array, length: number, options: CodecOptions): Verdict
}

export const createChecker = (room: number): Checker => {
  const first = poisoned(room, 0x00)
  const second = poisoned(room, 0xff)
  const views = [first, second].map(({ buffer }) => new DataView(buffer))
  const scan = createFrameScan()
  const flat = createFlatUpdate()
  let compared = 0
  const flatBySession = new Map<CodecOptions, FlatOptions>()
  const end = (length: number) => LEAD + length

  const place = (memory: Uint8Array, poison: number, message: Uint8Array, length: number): void => {
    memory.fill(poison, end(length), end(length) + 64)
    memory.set(message.subarray(0, length), LEAD)
  }

  const flatFor = (options: CodecOptions): FlatOptions => {
    const known = flatBySession.get(options) ?? flatOptions(options)
    flatBySession.set(options, known)
    return known
  }

  return {
    check(message, length, options) {
      place(first, 0x00, message, length)
      place(second, 0xff, message, length)
      const maxLength = options.maxLength ?? LARGEST_MESSAGE
      const bytes = first.subarray(LEAD, end(length))
      const cut = framing(bytes, maxLength, (view) =>
        scanFrames(views[view] as DataView, LEAD, end(length), maxLength, scan),
      )
      if (cut !== 'whole') return cut
      if (scan.end === LEAD) return 'unfinished'
      const whole = scan.end - LEAD
      const decoded = decode(first.subarray(LEAD, end(whole)), { ...options, maxLength })
      const walked = walk(second, end(whole), flatFor(options))
      compare(decoded, walked, first.subarray(LEAD, end(whole)), options)
      return classOf(decoded)
    },
  }

  function framing(
    bytes: Uint8Array,
    maxLength: number,
    scanIn: (memory: number) => number,
  ): 'whole' | 'unfinished' | Verdict {
    const code = scanIn(0)
    const { end: scanned } = scan
    if (scanIn(1) !== code || scan.end !== scanned) throw new Error('the scan reads beyond its end')
    const framed = frame(bytes, maxLength)
    const at = scanned - LEAD
    const rest = bytes.length - at >= HEADER_LENGTH ? headerError(bytes, at, maxLength) : undefined
    const subcode = rest?.notification.subcode ?? SCAN.ok
    if (subcode !== code) throw new Error(`scan says ${code}, header ${subcode}`)
    if (framed.octets !== at) throw new Error(`scan ends at ${at}, framer at ${framed.octets}`)
    if ((framed.error?.notification.subcode ?? 0) !== code)
      throw new Error(`scan says ${code}, framer ${framed.error?.message}`)
    return at > 0 ? firstOf(bytes) : rest ? errorClass(rest) : 'unfinished'
  }

  /** The first of the messages that were found is looked at. */
  function firstOf(bytes: Uint8Array): 'whole' {
    scan.end = LEAD + (((bytes[16] as number) << 8) | (bytes[17] as number))
    return 'whole'
  }

  function walk(memory: Uint8Array, to: number, options: FlatOptions): number | undefined {
    if (memory[LEAD + 18] !== 2) return undefined
    return walkUpdate(memory, LEAD, to, options, flat)
  }

  function compare(
    decoded: Message | WireError,
    walked: number | undefined,
    bytes: Uint8Array,
    options: CodecOptions,
  ): void {
    if (walked === undefined) return
    const isGood = !(decoded instanceof WireError) && (decoded as Update).outcome === 'ok'
    if (isGood !== (walked === 0)) throw new Error(`table says ${classOf(decoded)}, flat ${walked}`)
    if (!isGood) return
    const { announced, withdrawn } = decoded as Update
    if (announced.length !== flat.announcedCount || withdrawn.length !== flat.withdrawnCount)
      throw new Error(
        `table counts ${announced.length} and ${withdrawn.length}, flat ${flat.announcedCount} and ${flat.withdrawnCount}`,
      )
    if (compared++ % COPIED === 0 && !isDeepStrictEqual(decode(bytes.slice(), options), decoded))
      throw new Error('a copy of the message decodes to something else')
  }
}

const frame = (bytes: Uint8Array, maxLength: number) => {
  let octets = 0
  try {
    createFramer({ maxLength }).push(bytes, ({ length }) => {
      octets += length
    })
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return { octets, error }
  }
  return { octets }
}

/** Nothing but a WireError may come out of the codec. */
const decode = (bytes: Uint8Array, options: CodecOptions): Message | WireError => {
  try {
    const message = decodeMessage(bytes, options)
    if (message.type === 'open') decodeCapabilities(message.capabilities)
    return message
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    if (error.offset < 0 || error.offset > bytes.length)
      throw new Error(`offset ${error.offset} in a message of ${bytes.length} octets`)
    if (error.outcome !== 'reset') throw new Error(`${error.outcome} was thrown`)
    return error
  }
}

const classOf = (decoded: Message | WireError): Verdict => {
  if (decoded instanceof WireError) return errorClass(decoded)
  return decoded.type === 'update' ? `update ${decoded.outcome}` : decoded.type
}

const errorClass = ({ notification }: WireError): Verdict =>
  `reset ${notification.code}/${notification.subcode}`

const poisoned = (room: number, poison: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(LEAD + room + 64).fill(poison)
