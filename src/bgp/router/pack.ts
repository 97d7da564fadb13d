/** Prefixes with equal attributes into as few UPDATEs as the length of a message allows. */
import type { Attributes } from '../attributes.ts'
import type { Interned } from './attribute-store.ts'
import type { RouteUpdate } from './events.ts'
import type { PrefixId, PrefixTable } from './prefix-table.ts'

/** RFC 4271 section 4. */
const LARGEST_MESSAGE = 4096
/** Header, and the two length fields of an UPDATE. */
const FIXED = 23
/** An attribute with a length of two octets. */
const ATTRIBUTE_HEADER = 4
/** MP_UNREACH_NLRI and MP_REACH_NLRI before their prefixes, with two IPv6 next hops (RFC 4760, RFC 2545). */
const UNREACH = ATTRIBUTE_HEADER + 3
const REACH = ATTRIBUTE_HEADER + 5 + 32

export const packWithdrawn = (ids: readonly PrefixId[], table: PrefixTable): RouteUpdate[] =>
  cut(ids, LARGEST_MESSAGE - FIXED - UNREACH, table).map((withdrawn) => ({
    withdrawn,
    announced: [],
  }))

export const packAnnounced = (
  groups: ReadonlyMap<Interned, readonly PrefixId[]>,
  table: PrefixTable,
): RouteUpdate[] => {
  const updates: RouteUpdate[] = []
  for (const [set, ids] of groups)
    for (const announced of cut(ids, roomBeside(set.attributes), table))
      updates.push({ withdrawn: [], announced, set })
  return updates
}

/** Do the attributes leave room for a prefix? Such that do not cannot be told to anybody. */
export const fits = (attributes: Attributes): boolean => roomBeside(attributes) >= 17

const roomBeside = (attributes: Attributes): number =>
  LARGEST_MESSAGE - FIXED - REACH - longest(attributes)

const cut = (
  ids: readonly PrefixId[],
  room: number,
  table: PrefixTable,
): (readonly PrefixId[])[] => {
  // No prefix needs more than 17 octets, so a short list fits without being measured.
  if (ids.length * 17 <= room) return ids.length > 0 ? [ids] : []
  const parts: PrefixId[][] = []
  let part: PrefixId[] = []
  let left = room
  for (const id of ids) {
    const octets = table.wireLength(id)
    if (octets > left) {
      parts.push(part)
      part = []
      left = room
    }
    part.push(id)
    left -= octets
  }
  if (part.length > 0) parts.push(part)
  return parts
}

/** Octets that the attributes take at most, whatever the width of AS numbers on the session. */
const longest = (a: Attributes): number => {
  // ORIGIN, NEXT_HOP, MED, LOCAL_PREF, ATOMIC_AGGREGATE, both AGGREGATORs, ORIGINATOR_ID, OTC.
  let octets = 128
  // For a peer of two octets once narrow in AS_PATH and once wide in AS4_PATH.
  for (const { asns } of a.asPath ?? []) octets += 4 + 6 * asns.length
  octets += ATTRIBUTE_HEADER + 4 * (a.communities?.length ?? 0)
  octets += ATTRIBUTE_HEADER + 12 * (a.largeCommunities?.length ?? 0)
  octets += ATTRIBUTE_HEADER + 8 * (a.extendedCommunities?.length ?? 0)
  octets += ATTRIBUTE_HEADER + 4 * (a.clusterList?.length ?? 0)
  for (const { value } of a.unknown ?? []) octets += ATTRIBUTE_HEADER + value.length
  return octets
}
