/** A recorded UPDATE, or an entry of a table, taken apart. */

import { UNICAST } from '../../bgp/address-family.ts'
import type { AsWidth } from '../../bgp/as-path.ts'
import { MP_REACH_NLRI, MP_UNREACH_NLRI } from '../../bgp/attributes.ts'
import { HEADER_LENGTH } from '../../bgp/header.ts'
import { createReader } from '../../bgp/reader.ts'
import { WireError } from '../../lib/errors.ts'
import { type NlriRun, NO_NLRI, nlriRun } from './nlri-octets.ts'
import { type RawAttribute, rawAttributes } from './raw-attributes.ts'

export interface RecordedUpdate {
  readonly withdrawn: NlriRun
  readonly withdrawnIpv6: NlriRun
  readonly recorded: ReadonlyMap<number, RawAttribute>
  readonly announced: NlriRun
  readonly nextHop?: Uint8Array
  readonly announcedIpv6: NlriRun
  readonly nextHopIpv6?: Uint8Array
}

/** How it was recorded. */
export interface Recording {
  readonly asWidth: AsWidth
  readonly addPath: boolean
}

const NEXT_HOP = 3

/** Prefixes of other address families are left out. WireError when it is malformed. */
export const recordedUpdate = (body: Uint8Array, { addPath }: Recording): RecordedUpdate => {
  const reader = createReader(body, 'RFC 4271 4.3', HEADER_LENGTH)
  const withdrawn = nlriRun(reader.bytes(reader.u16()), 'ipv4', addPath)
  const recorded = rawAttributes(reader.bytes(reader.u16()))
  const announced = nlriRun(reader.bytes(reader.left), 'ipv4', addPath)
  const gone = unreachOf(recorded.get(MP_UNREACH_NLRI), addPath)
  const told = reachOf(recorded.get(MP_REACH_NLRI), addPath)
  const nextHop = told?.family === 1 ? told.nextHop : recorded.get(NEXT_HOP)?.value
  return {
    withdrawn: gone?.family === 1 ? joined(withdrawn, gone.run) : withdrawn,
    withdrawnIpv6: gone?.family === 2 ? gone.run : NO_NLRI,
    recorded,
    announced: told?.family === 1 ? joined(announced, told.run) : announced,
    ...(nextHop && { nextHop }),
    announcedIpv6: told?.family === 2 ? told.run : NO_NLRI,
    ...(told?.family === 2 && { nextHopIpv6: told.nextHop }),
  }
}

/** The next hop of a table's IPv6 route: MP_REACH_NLRI may be nothing but it (RFC 6396 section 4.3.4). */
export const tableNextHop = (attribute: RawAttribute | undefined): Uint8Array | undefined => {
  if (!attribute) return undefined
  const { value } = attribute
  if (value[0] === 0) return reachOf(attribute, false)?.nextHop
  const length = value[0] ?? 0
  return value.length === length + 1 ? value.subarray(1) : undefined
}

interface Destinations {
  /** 1 is IPv4, 2 is IPv6. */
  readonly family: number
  readonly run: NlriRun
}

const reachOf = (
  attribute: RawAttribute | undefined,
  addPath: boolean,
): (Destinations & { readonly nextHop: Uint8Array }) | undefined => {
  if (!attribute) return undefined
  const reader = createReader(attribute.value, 'RFC 4760 3')
  const family = reader.u16()
  if (reader.u8() !== UNICAST || family > 2) return undefined
  const nextHop = reader.bytes(reader.u8())
  reader.u8()
  return { family, nextHop, run: runOf(reader.bytes(reader.left), family, addPath) }
}

const unreachOf = (
  attribute: RawAttribute | undefined,
  addPath: boolean,
): Destinations | undefined => {
  if (!attribute) return undefined
  const reader = createReader(attribute.value, 'RFC 4760 4')
  const family = reader.u16()
  if (reader.u8() !== UNICAST || family > 2) return undefined
  return { family, run: runOf(reader.bytes(reader.left), family, addPath) }
}

const runOf = (octets: Uint8Array, family: number, addPath: boolean): NlriRun => {
  if (family === 1 || family === 2) return nlriRun(octets, family === 1 ? 'ipv4' : 'ipv6', addPath)
  throw new WireError(`address family ${family}`, { offset: 0, section: 'RFC 4760 3' })
}

const joined = (a: NlriRun, b: NlriRun): NlriRun => {
  const octets = new Uint8Array(a.octets.length + b.octets.length)
  octets.set(a.octets)
  octets.set(b.octets, a.octets.length)
  return { octets, count: a.count + b.count }
}
