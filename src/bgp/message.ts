/**
 * BGP-4 messages between octets and objects (RFC 4271 section 4). Any octets give a message or a
 * WireError that names the offset and the section; no other exception.
 */
import { InputError } from '../lib/errors.ts'
import type { CodecOptions } from './codec-options.ts'
import {
  badLength,
  HEADER_LENGTH,
  headerError,
  LARGEST_EXTENDED,
  LARGEST_MESSAGE,
  MESSAGE_TYPES,
} from './header.ts'
import { decodeNotification, encodeNotification, type Notification } from './notification.ts'
import { decodeOpen, encodeOpen, type Open } from './open.ts'
import { createReader, type Reader } from './reader.ts'
import { decodeUpdate, encodeUpdate, type Update, type UpdateToSend } from './update.ts'
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

export type { CodecOptions }

/** An UPDATE to send: only what is read has problems and an outcome. */
export type Encodable = Exclude<Message, Update> | UpdateToSend

/**
 * Decodes one whole message, header included, as a framer cuts it. A WireError is what ends the
 * session; what is milder is in the `outcome` of the UPDATE.
 */
export const decodeMessage = (bytes: Uint8Array, options: CodecOptions = {}): Message => {
  if (bytes.length < HEADER_LENGTH) throw badLength(bytes.length, 0)
  const problem = headerError(bytes, 0, options.maxLength ?? LARGEST_EXTENDED)
  if (problem) throw problem
  const length = ((bytes[16] as number) << 8) | (bytes[17] as number)
  if (length !== bytes.length) throw badLength(length)
  const type = bytes[18] as number
  const reader = createReader(bytes, BODY_ERRORS[type] ?? WIRE_ERRORS.badMessageLength)
  reader.bytes(HEADER_LENGTH)
  return decodeBody(type, reader, options)
}

/**
 * One whole message, header included. An InputError when it is longer than the session allows, a
 * RangeError for a field that does not fit: text that is no address, more than 65535 octets of
 * attributes.
 */
export const encodeMessage = (message: Encodable, options: CodecOptions = {}): Uint8Array => {
  const writer = scratch
    .clear()
    .bytes(MARKER)
    .u16(0)
    .u8(MESSAGE_TYPES.indexOf(message.type) + 1)
  encodeBody(writer, message, options)
  const { length } = writer
  const limit = limitOf(message, options)
  if (length > limit)
    throw new InputError(
      `${article(message.type)} of ${length} octets does not fit the ${limit} of the session`,
    )
  return writer
    .set8(16, length >> 8)
    .set8(17, length)
    .take()
}

/** The memory is kept from message to message. */
const scratch = createWriter()

/** RFC 8654 section 4: OPEN and KEEPALIVE stay as short as ever. */
const limitOf = ({ type }: Encodable, { maxLength = LARGEST_MESSAGE }: CodecOptions): number =>
  type === 'open' || type === 'keepalive' ? LARGEST_MESSAGE : maxLength

const article = (type: Message['type']): string =>
  `${/^[ou]/.test(type) ? 'an' : 'a'} ${type.toUpperCase()}`

/** What is wrong when octets are missing, by type. */
const BODY_ERRORS: readonly (WireErrorKind | undefined)[] = [
  undefined,
  WIRE_ERRORS.malformedOpen,
  WIRE_ERRORS.malformedAttributeList,
]
const MARKER = new Uint8Array(16).fill(0xff)

const decodeBody = (type: number, body: Reader, options: CodecOptions): Message => {
  switch (type) {
    case 1:
      return decodeOpen(body)
    case 2:
      return decodeUpdate(body, options)
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

const encodeBody = (writer: Writer, message: Encodable, options: CodecOptions): Writer => {
  switch (message.type) {
    case 'open':
      return encodeOpen(writer, message)
    case 'update':
      return encodeUpdate(writer, message, options)
    case 'notification':
      return encodeNotification(writer, message)
    case 'keepalive':
      return writer
    case 'route-refresh':
      return writer.u16(message.afi).u8(message.subtype).u8(message.safi)
  }
}

/** The one KEEPALIVE that there is. */
export const KEEPALIVE: Uint8Array = encodeMessage({ type: 'keepalive' })
