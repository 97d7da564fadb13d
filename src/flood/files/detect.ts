/** What a file is, by its first octets; its name decides only where they do not. */
import { MARKER_LENGTH } from '../../bgp/header.ts'
import { TYPE } from '../../bgp/mrt/header.ts'
import { LONGEST_RECORD } from '../../bgp/mrt/stream.ts'

export type StreamFormat = 'raw' | 'mrt' | 'exabgp'

const TYPES: readonly number[] = Object.values(TYPE)

/** Undefined when it is none of the three. */
export const detectFormat = (head: Uint8Array, name: string): StreamFormat | undefined => {
  if (isMarker(head)) return 'raw'
  if (isText(head)) return 'exabgp'
  if (isMrtHeader(head)) return 'mrt'
  return byName(name)
}

const isMarker = (head: Uint8Array): boolean =>
  head.length >= MARKER_LENGTH && head.subarray(0, MARKER_LENGTH).every((octet) => octet === 0xff)

/** ASCII, or UTF-8 in comments. */
const isText = (head: Uint8Array): boolean =>
  head.length > 0 &&
  head.every((octet) => octet >= 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d) &&
  !isMarker(head)

const isMrtHeader = (head: Uint8Array): boolean => {
  if (head.length < 12) return false
  const view = new DataView(head.buffer, head.byteOffset)
  return TYPES.includes(view.getUint16(4)) && view.getUint32(8) <= LONGEST_RECORD
}

/** `rib.20261121.bz2` and `updates.20261121` are how collectors name their files. */
const byName = (name: string): StreamFormat | undefined => {
  const base = name.replace(/^.*\//, '').replace(/\.gz$/, '')
  if (/\.mrt$|^(?:rib|bview|updates|latest-)\b/i.test(base)) return 'mrt'
  if (/\.(?:raw|bin|bgp)$/i.test(base)) return 'raw'
  return /\.(?:exabgp|txt|conf)$/i.test(base) ? 'exabgp' : undefined
}
