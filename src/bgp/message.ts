/**
 * BGP-4 messages between octets and objects (RFC 4271 section 4). Any octets give a message or a
 * WireError that names the offset and the section; no other exception.
 */
import type { AsWidth } from './as-path.ts'
import { badLength, HEADER_LENGTH, headerError, LARGEST_EXTENDED, MESSAGE_TYPES } from './header.ts'
import { decodeNotification, encodeNotification, type Notification } from './notification.ts'
import { decodeOpen, encodeOpen, type Open } from './open.ts'
import type { Family } from './prefix.ts'
import { createReader, type Reader } from './reader.ts'
import { decodeUpdate, encodeUpdate, type Update } from './update.ts'
import { WIRE_ERRORS, type WireErrorKind, wireError } from './wire-errors.ts'
import { createWriter, type Writer } from './writer.ts'

export interface Keepalive {
  readonly type: 'keepalive'
}

/** RFC 2918; `subtype` marks the beginning and the end of a refresh (RFC 7313). */
export interface RouteRefresh {
  readonly type: 'route-refresh'
  readonly afi: number
  readonly subtype: number
  readonly safi: number
}

export type Message = Open | Update | Notification | Keepalive | RouteRefresh

export interface CodecOptions {
  /** Octets of an AS number in AS_PATH: 4 (default) when both sides sent the capability of RFC 6793. */
  readonly asWidth?: AsWidth
  /** For captures that may lack the OPENs: take the other width where only that one fits. */
  readonly guessAsWidth?: boolean
  /** Families whose prefixes carry path identifiers in this direction (RFC 7911). */
  readonly addPath?: readonly Family[]
  /** Octets; by default 4096 for what is sent and 65535 (RFC 8654) for what is received. */
  readonly maxLength?: number
  /** Attributes that only mean something inside an AS are discarded from an external peer (RFC 7606 section 7). */
  readonly peer?: 'internal' | 'external'
}

/** Decodes one whole message, header included, as a framer cuts it. */
export const decodeMessage = (bytes: Uint8Array, { asWidth = 4 }: CodecOptions = {}): Message => {
  if (bytes.length < HEADER_LENGTH) throw badLength(bytes.length, 0)
  const problem = headerError(bytes, 0, LARGEST_EXTENDED)
  if (problem) throw problem
  const length = ((bytes[16] as number) << 8) | (bytes[17] as number)
  if (length !== bytes.length) throw badLength(length)
  const type = bytes[18] as number
  const reader = createReader(bytes, BODY_ERRORS[type] ?? WIRE_ERRORS.badMessageLength)
  reader.bytes(HEADER_LENGTH)
  return decodeBody(type, reader, asWidth)
}

/** One whole message, header included. */
export const encodeMessage = (
  message: Exclude<Message, Update> | Omit<Update, 'problems'>,
  { asWidth = 4 }: CodecOptions = {},
): Uint8Array => {
  const writer = createWriter()
    .bytes(MARKER)
    .u16(0)
    .u8(MESSAGE_TYPES.indexOf(message.type) + 1)
  encodeBody(writer, message, asWidth)
  const bytes = writer.take()
  bytes[16] = bytes.length >> 8
  bytes[17] = bytes.length
  return bytes
}

/** What is wrong when octets are missing, by type. */
const BODY_ERRORS: readonly (WireErrorKind | undefined)[] = [
  undefined,
  WIRE_ERRORS.malformedOpen,
  WIRE_ERRORS.malformedAttributeList,
]
const MARKER = new Uint8Array(16).fill(0xff)

const decodeBody = (type: number, body: Reader, asWidth: AsWidth): Message => {
  switch (type) {
    case 1:
      return decodeOpen(body)
    case 2:
      return decodeUpdate(body, asWidth)
    case 3:
      return decodeNotification(body)
    case 5:
      return decodeRefresh(body)
    default:
      return { type: 'keepalive' }
  }
}

/** RFC 7313 section 5 has an error of its own for the subtypes that it defines. */
const decodeRefresh = (body: Reader): RouteRefresh => {
  const length = HEADER_LENGTH + body.left
  const whole = body.bytes(body.left)
  const [afi1 = 0, afi2 = 0, subtype = 0, safi = 0] = whole
  if (whole.length !== 4) {
    if (subtype === 0) throw badLength(length)
    const data = encodeWhole(whole)
    throw wireError(WIRE_ERRORS.routeRefreshLength, `message length ${length}`, {
      offset: 16,
      data,
    })
  }
  return { type: 'route-refresh', afi: (afi1 << 8) | afi2, subtype, safi }
}

const encodeWhole = (body: Uint8Array): Uint8Array =>
  createWriter()
    .bytes(MARKER)
    .u16(HEADER_LENGTH + body.length)
    .u8(MESSAGE_TYPES.indexOf('route-refresh') + 1)
    .bytes(body)
    .take()

const encodeBody = (
  writer: Writer,
  message: Exclude<Message, Update> | Omit<Update, 'problems'>,
  asWidth: AsWidth,
): Writer => {
  switch (message.type) {
    case 'open':
      return encodeOpen(writer, message)
    case 'update':
      return encodeUpdate(writer, message, asWidth)
    case 'notification':
      return encodeNotification(writer, message)
    case 'keepalive':
      return writer
    case 'route-refresh':
      return writer.u16(message.afi).u8(message.subtype).u8(message.safi)
  }
}
