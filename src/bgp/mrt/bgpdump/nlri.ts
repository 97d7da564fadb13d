/** Prefixes in an update, read as bgpdump reads them: what is cut off at the end does not count. */
import { dumpAddress } from './address.ts'

export interface DumpPrefix {
  readonly length: number
  /** The whole address, 4 or 16 octets; bits behind the length are zero. */
  readonly octets: Uint8Array
  readonly pathId: number
}

export interface PrefixOptions {
  readonly addPath: boolean
  /** Told of a prefix that is cut off, or longer than any address: what is behind it is left out. */
  report(message: string): void
}

export const dumpPrefixes = (
  octets: Uint8Array,
  afi: number,
  { addPath, report }: PrefixOptions,
): DumpPrefix[] => {
  const prefixes: DumpPrefix[] = []
  let at = 0
  while (at < octets.length) {
    const pathId = addPath ? u32(octets, at) : 0
    if (addPath) at += 4
    const length = octets[at++] ?? 0
    const count = (length + 7) >> 3
    if (octets.length - at < count || length > 128) {
      report(`a prefix of ${length} bits in ${Math.max(0, octets.length - at)} octets`)
      break
    }
    const address = masked(octets.subarray(at, at + count), length, afi === 2 ? 16 : 4)
    prefixes.push({ length, octets: address, pathId })
    at += count
  }
  return prefixes
}

/** `198.18.0.0/15`, in bgpdump's spelling of addresses. */
export const dumpPrefix = ({ octets, length }: Pick<DumpPrefix, 'octets' | 'length'>): string =>
  `${dumpAddress(octets)}/${length}`

/** Bits behind the length do not count (RFC 4271 section 4.3). */
const masked = (octets: Uint8Array, length: number, width: number): Uint8Array => {
  const address = new Uint8Array(width)
  address.set(octets.subarray(0, width))
  const last = length >> 3
  if (length % 8 !== 0 && last < width)
    address[last] = (address[last] as number) & (0xff00 >> (length % 8))
  return address
}

const u32 = (octets: Uint8Array, at: number): number =>
  (octets[at] ?? 0) * 0x1000000 +
  (((octets[at + 1] ?? 0) << 16) | ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0))
