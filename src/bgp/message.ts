/**
 * BGP-4 messages between octets and objects (RFC 4271 section 4). Any octets give a message or a
 * WireError that names the offset and the section; no other exception.
 */
import { WireError } from '../lib/errors.ts'
import type { AsWidth } from './as-path.ts'
import { HEADER_LENGTH } from './frame.ts'
import { decodeNotification, encodeNotification, type Notification } from './notification.ts'
import { decodeOpen, encodeOpen, type Open } from './open.ts'
import { createReader, type Reader } from './reader.ts'
import { decodeUpdate, encodeUpdate, type Update } from './update.ts'
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
  /** Octets of an AS number in AS_PATH: 4 when both sides sent the capability of RFC 6793. */
  readonly asWidth?: AsWidth
}

/** Decodes one whole message, header included, as a framer cuts it. */
export const decodeMessage = (bytes: Uint8Array, { asWidth = 4 }: CodecOptions = {}): Message => {
  const header = createReader(bytes, 'RFC 4271 6.1')
  if (header.bytes(16).some((octet) => octet !== 0xff)) fail('a broken marker', 0)
  const length = header.u16()
  if (length !== bytes.length) fail(`length field ${length}, ${bytes.length} octets`, 16)
  const type = header.u8()
  const body = createReader(
    bytes.subarray(HEADER_LENGTH),
    SECTIONS[type] ?? 'RFC 4271 6.1',
    HEADER_LENGTH,
  )
  const message = decodeBody(type, body, asWidth)
  if (body.left > 0) body.fail(`${body.left} octets behind the message`, 'RFC 4271 6.1')
  return message
}

/** One whole message, header included. */
export const encodeMessage = (
  message: Exclude<Message, Update> | Omit<Update, 'problems'>,
  { asWidth = 4 }: CodecOptions = {},
): Uint8Array => {
  const writer = createWriter()
    .bytes(MARKER)
    .u16(0)
    .u8(TYPES.indexOf(message.type) + 1)
  encodeBody(writer, message, asWidth)
  const bytes = writer.take()
  bytes[16] = bytes.length >> 8
  bytes[17] = bytes.length
  return bytes
}

const TYPES = ['open', 'update', 'notification', 'keepalive', 'route-refresh']
const SECTIONS: Readonly<Record<number, string>> = {
  1: 'RFC 4271 6.2',
  2: 'RFC 4271 6.3',
  3: 'RFC 4271 4.5',
  5: 'RFC 2918 3',
}
const MARKER = new Uint8Array(16).fill(0xff)

const decodeBody = (type: number, body: Reader, asWidth: AsWidth): Message => {
  switch (type) {
    case 1:
      return decodeOpen(body)
    case 2:
      return decodeUpdate(body, asWidth)
    case 3:
      return decodeNotification(body)
    case 4:
      return { type: 'keepalive' }
    case 5:
      return { type: 'route-refresh', afi: body.u16(), subtype: body.u8(), safi: body.u8() }
    default:
      return fail(`message type ${type}`, 18)
  }
}

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

const fail = (message: string, offset: number): never => {
  throw new WireError(`${message} at octet ${offset}`, { offset, section: 'RFC 4271 6.1' })
}
