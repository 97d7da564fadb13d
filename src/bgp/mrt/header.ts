/** The common header of MRT records (RFC 6396 sections 2 and 3). */
import { createReader } from '../reader.ts'
import type { Stamp } from './record.ts'

export interface MrtHeader extends Stamp {
  readonly type: number
  readonly subtype: number
  /** Octets before the record's own fields, and behind the common header to its end. */
  readonly headerLength: number
  readonly length: number
}

/** Octets that every record has; those with microseconds have four more. */
export const COMMON_LENGTH = 12

export const TYPE = {
  bgp: 5,
  tableDump: 12,
  tableDumpV2: 13,
  bgp4mp: 16,
  bgp4mpEt: 17,
} as const

/** Names of all types that there are (RFC 6396 section 4 and appendix B). */
export const TYPE_NAMES: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'START',
  2: 'DIE',
  3: 'I_AM_DEAD',
  4: 'PEER_DOWN',
  5: 'BGP',
  6: 'RIP',
  7: 'IDRP',
  8: 'RIPNG',
  9: 'BGP4PLUS',
  10: 'BGP4PLUS_01',
  11: 'OSPFv2',
  12: 'TABLE_DUMP',
  13: 'TABLE_DUMP_V2',
  16: 'BGP4MP',
  17: 'BGP4MP_ET',
  32: 'ISIS',
  33: 'ISIS_ET',
  48: 'OSPFv3',
  49: 'OSPFv3_ET',
}

const EXTENDED: readonly number[] = [TYPE.bgp4mpEt, 33, 49]

/** The type has a microsecond field, which its length counts in. */
export const isExtended = (type: number): boolean => EXTENDED.includes(type)

/** From the octets of the whole record. A WireError when it is too short for its own header. */
export const decodeHeader = (bytes: Uint8Array): MrtHeader => {
  const reader = createReader(bytes, 'RFC 6396 2')
  const timeS = reader.u32()
  const type = reader.u16()
  const subtype = reader.u16()
  const length = reader.u32()
  if (!isExtended(type)) return { timeS, type, subtype, headerLength: COMMON_LENGTH, length }
  const microseconds = reader.u32()
  return { timeS, microseconds, type, subtype, headerLength: COMMON_LENGTH + 4, length }
}

export const stampOf = ({ timeS, microseconds }: Stamp): Stamp =>
  microseconds === undefined ? { timeS } : { timeS, microseconds }
