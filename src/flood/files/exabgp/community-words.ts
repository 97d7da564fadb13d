/** Communities of the three sizes, from text to octets. */
import { addressBytes } from '../../../bgp/nlri.ts'
import { parseAddress } from '../../../bgp/prefix.ts'
import { createWriter } from '../../../bgp/writer.ts'
import { LineError, type Token, wholeNumber } from './tokens.ts'

const U16 = 0xffff
const U32 = 0xffffffff

/** RFC 1997, and the registry of well-known communities. */
const NAMES = new Map<string, number>(
  Object.entries({
    'no-export': 0xffffff01,
    'no-advertise': 0xffffff02,
    'no-export-subconfed': 0xffffff03,
    'local-as': 0xffffff03,
    'no-peer': 0xffffff04,
    blackhole: 0xffff029a,
    'graceful-shutdown': 0xffff0000,
  }),
)

export const community = (token: Token): Uint8Array => {
  const named = NAMES.get(token.text.toLowerCase())
  const value = named ?? (token.text.includes(':') ? undefined : number(token, token.text, U32))
  if (value !== undefined) return createWriter().u32(value).take()
  const [high, low] = parts(token, 2, 'ASN:VALUE')
  return createWriter()
    .u16(number(token, high, U16))
    .u16(number(token, low, U16))
    .take()
}

export const largeCommunity = (token: Token): Uint8Array => {
  const writer = createWriter()
  for (const part of parts(token, 3, 'ASN:VALUE:VALUE')) writer.u32(number(token, part, U32))
  return writer.take()
}

/** `target:64500:1`, `origin:192.0.2.1:1`, or sixteen hexadecimal digits. */
export const extendedCommunity = (token: Token): Uint8Array => {
  const hex = /^0x([0-9a-f]{16})$/i.exec(token.text)?.[1]
  if (hex !== undefined) return Buffer.from(hex, 'hex')
  const [kind, administrator, assigned] = parts(token, 3, 'target:ASN:VALUE')
  const subtype = SUBTYPES.get(kind as string)
  if (subtype === undefined)
    throw new LineError(`extended community of type ${kind}`, token, 'target:, origin: or 0x')
  return withAdministrator(token, subtype, administrator as string, assigned as string)
}

/** RFC 4360 section 4, RFC 5668 section 2. */
const SUBTYPES = new Map([
  ['target', 2],
  ['origin', 3],
])

const withAdministrator = (
  token: Token,
  subtype: number,
  administrator: string,
  assigned: string,
): Uint8Array => {
  const writer = createWriter()
  if (parseAddress(administrator)?.family === 'ipv4')
    writer
      .u8(1)
      .u8(subtype)
      .bytes(addressBytes(administrator))
      .u16(number(token, assigned, U16))
  else {
    const asn = number(token, administrator.replace(/L$/, ''), U32)
    const isWide = asn > U16 || administrator.endsWith('L')
    if (isWide)
      writer
        .u8(2)
        .u8(subtype)
        .u32(asn)
        .u16(number(token, assigned, U16))
    else
      writer
        .u8(0)
        .u8(subtype)
        .u16(asn)
        .u32(number(token, assigned, U32))
  }
  return writer.take()
}

const parts = (token: Token, count: number, form: string): string[] => {
  const found = token.text.split(':')
  if (found.length === count) return found
  throw new LineError(`${token.text} has not the form ${form}`, token)
}

const number = (token: Token, text: string | undefined, largest: number): number =>
  wholeNumber({ ...token, text: text ?? '' }, largest, 'community')
