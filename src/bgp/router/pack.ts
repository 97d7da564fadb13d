/** Prefixes with equal attributes into as few UPDATEs as the length of a message allows. */
import type { AttributeSet } from './attribute-set.ts'
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

/** Length and address of an IPv6 host. */
const LONGEST_PREFIX = 17

export const packWithdrawn = (ids: readonly PrefixId[], table: PrefixTable): RouteUpdate[] =>
  cut(ids, LARGEST_MESSAGE - FIXED - UNREACH, table).map((withdrawn) => ({
    withdrawn,
    announced: [],
  }))

export const packAnnounced = (
  groups: ReadonlyMap<AttributeSet, readonly PrefixId[]>,
  table: PrefixTable,
): RouteUpdate[] => {
  const updates: RouteUpdate[] = []
  for (const [set, ids] of groups)
    for (const announced of cut(ids, roomBeside(set), table))
      updates.push({ withdrawn: [], announced, set })
  return updates
}

/** Do the attributes leave room for a prefix? Such that do not cannot be told to anybody. */
export const fits = (set: AttributeSet): boolean => roomBeside(set) >= LONGEST_PREFIX

const roomBeside = ({ size }: AttributeSet): number => LARGEST_MESSAGE - FIXED - REACH - size

const cut = (
  ids: readonly PrefixId[],
  room: number,
  table: PrefixTable,
): (readonly PrefixId[])[] => {
  // A short list fits without being measured.
  if (ids.length * LONGEST_PREFIX <= room) return ids.length > 0 ? [ids] : []
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
