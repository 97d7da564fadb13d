/** Path attributes as octets: split, and put together again. */
import { FLAG } from '../../bgp/attributes.ts'
import { createReader } from '../../bgp/reader.ts'
import { createWriter } from '../../bgp/writer.ts'

export interface RawAttribute {
  readonly code: number
  readonly flags: number
  readonly value: Uint8Array
}

/** Of a repeated attribute only the first counts (RFC 7606 section 3 g). WireError when one is cut off. */
export const rawAttributes = (octets: Uint8Array): Map<number, RawAttribute> => {
  const reader = createReader(octets, 'RFC 4271 4.3')
  const attributes = new Map<number, RawAttribute>()
  while (reader.left > 0) {
    const flags = reader.u8()
    const code = reader.u8()
    const value = reader.bytes(flags & FLAG.extended ? reader.u16() : reader.u8())
    if (!attributes.has(code)) attributes.set(code, { code, flags, value })
  }
  return attributes
}

/** With a length of two octets where it is needed, or where the flags say so already. */
export const attributeOctets = (attributes: readonly RawAttribute[]): Uint8Array => {
  const writer = createWriter()
  for (const { code, flags, value } of attributes) {
    const isLong = value.length > 255 || (flags & FLAG.extended) !== 0
    writer.u8(isLong ? flags | FLAG.extended : flags).u8(code)
    if (isLong) writer.u16(value.length)
    else writer.u8(value.length)
    writer.bytes(value)
  }
  return writer.take()
}
