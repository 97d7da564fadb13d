/** CRC-32 with the highest bit first, as bzip2 counts it. */

const POLYNOMIAL = 0x04c11db7
const TABLE = Int32Array.from({ length: 256 }, (_, octet) => {
  let value = octet << 24
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1
  return value
})

export interface Checksum {
  add(octets: Uint8Array): void
  /** 32 bits without a sign. */
  value(): number
}

export const createChecksum = (): Checksum => {
  let value = -1
  return {
    add(octets) {
      for (const octet of octets) value = (value << 8) ^ (TABLE[(value >>> 24) ^ octet] as number)
    },
    value: () => ~value >>> 0,
  }
}
