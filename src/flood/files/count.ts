/** One pass over encoded messages: is it BGP, and what is in it. No object is made for a message. */
import { WireError } from '../../lib/errors.ts'

export interface Counts {
  readonly messages: number
  readonly updates: number
  readonly announced: number
  readonly withdrawn: number
}

const HEADER = 19
/** Header, and the lengths of withdrawn routes and attributes. */
const FIXED = 23
const UPDATE = 2
const LAST_TYPE = 5

/** WireError, with the offset in `bytes`, for what is no whole message. */
export const countMessages = (bytes: Uint8Array): Counts => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length
  const found: Found = { announced: 0, withdrawn: 0 }
  let messages = 0
  let updates = 0
  let announced = 0
  // Header and lengths of the last UPDATE that only announces: most files have the same ones again.
  // Only equality matters, so they are read in the order of the machine.
  let isPlain = false
  let plain1 = 0
  let plain2 = 0
  let head = 0
  let length = 0
  let at = 0
  while (end - at >= HEADER) {
    const marker =
      view.getInt32(at, true) &
      view.getInt32(at + 4, true) &
      view.getInt32(at + 8, true) &
      view.getInt32(at + 12, true)
    if (marker !== -1) fail('no marker of 16 octets of 0xff', at, 'header')
    if (
      !isPlain ||
      end - at < FIXED ||
      view.getInt32(at + 16, true) !== plain1 ||
      view.getInt32(at + 19, true) !== plain2
    ) {
      length = checkedLength(view, at, end)
      isPlain = false
      if (bytes[at + 18] !== UPDATE) {
        messages++
        at += length
        continue
      }
      head = checkUpdate(view, bytes, at, length, found)
      if (head < length) {
        isPlain = true
        plain1 = view.getInt32(at + 16, true)
        plain2 = view.getInt32(at + 19, true)
      }
    }
    const next = at + length
    if (next > end) checkedLength(view, at, end)
    let p = at + head
    while (p < next) {
      const bits = bytes[p] as number
      const after = p + 1 + ((bits + 7) >>> 3)
      if (bits > 32 || after > next) fail('an announced prefix is malformed', p)
      p = after
      announced++
    }
    messages++
    updates++
    at = next
  }
  if (at < end) fail(`the last ${end - at} octets are no message`, at, 'header')
  return {
    messages,
    updates,
    announced: announced + found.announced,
    withdrawn: found.withdrawn,
  }
}

interface Found {
  announced: number
  withdrawn: number
}

const checkedLength = (view: DataView, at: number, end: number): number => {
  const length = view.getUint16(at + 16)
  const type = view.getUint8(at + 18)
  if (length < HEADER) fail(`message length ${length}`, at + 16, 'header')
  if (type < 1 || type > LAST_TYPE) fail(`message type ${type}`, at + 18, 'header')
  const missing = at + length - end
  if (missing > 0) fail(`the last message lacks ${missing} of its ${length} octets`, at, 'header')
  return length
}

/** Counts all but the announced prefixes at the end, and returns where those begin in the message. */
const checkUpdate = (
  view: DataView,
  bytes: Uint8Array,
  at: number,
  length: number,
  found: Found,
): number => {
  if (length < FIXED) fail(`an UPDATE of ${length} octets`, at + 16)
  const next = at + length
  const attributes = at + FIXED + view.getUint16(at + HEADER)
  if (attributes > next) fail('the withdrawn routes are longer than the message', at + HEADER)
  const nlri = attributes + view.getUint16(attributes - 2)
  if (nlri > next) fail('the attributes are longer than the message', attributes - 2)
  const withdrawn = prefixes(bytes, at + HEADER + 2, attributes - 2, 32)
  found.withdrawn += withdrawn
  // Only there are IPv6 prefixes: who only announces IPv4 ones has no reason to be searched.
  const isPlain = nlri < next && withdrawn === 0
  if (!isPlain) countMultiprotocol(bytes, attributes, nlri, found)
  return isPlain ? nlri - at : countRest(bytes, nlri, next, length, found)
}

/** An UPDATE that is not plain is counted to its end. */
const countRest = (
  bytes: Uint8Array,
  nlri: number,
  next: number,
  length: number,
  found: Found,
): number => {
  found.announced += prefixes(bytes, nlri, next, 32)
  return length
}

const MP_REACH = 14
const MP_UNREACH = 15

const countMultiprotocol = (bytes: Uint8Array, from: number, end: number, counts: Found): void => {
  let at = from
  while (at < end) {
    const isLong = ((bytes[at] as number) & 0x10) !== 0
    const value = at + (isLong ? 4 : 3)
    const length = isLong ? u16(bytes, at + 2) : (bytes[at + 2] ?? 0)
    if (value + length > end) fail('an attribute is longer than the attributes', at)
    const code = bytes[at + 1]
    const isUnicast = bytes[value + 2] === 1 && u16(bytes, value) <= 2
    const behindNextHop = value + 5 + (bytes[value + 3] as number)
    if (code === MP_REACH && isUnicast)
      counts.announced += prefixes(bytes, behindNextHop, value + length, 128)
    if (code === MP_UNREACH && isUnicast)
      counts.withdrawn += prefixes(bytes, value + 3, value + length, 128)
    at = value + length
  }
}

const prefixes = (bytes: Uint8Array, from: number, end: number, longest: number): number => {
  let count = 0
  let at = from
  while (at < end) {
    const bits = bytes[at] as number
    const after = at + 1 + ((bits + 7) >>> 3)
    if (bits > longest || after > end) fail('a prefix is malformed', at)
    at = after
    count++
  }
  return count
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

const SECTIONS = { header: 'RFC 4271 6.1', update: 'RFC 4271 6.3' } as const

const fail = (message: string, offset: number, part: keyof typeof SECTIONS = 'update'): never => {
  throw new WireError(`${message} at octet ${offset}`, { offset, section: SECTIONS[part] })
}
