/** UPDATEs from their parts: one message when everything fits, else as many as are needed. */
import { FLAG, MP_REACH_NLRI, MP_UNREACH_NLRI } from '../../bgp/attributes.ts'
import type { CountedMessage } from './message-buffer.ts'
import { concat, cutRun, type NlriRun, NO_NLRI } from './nlri-octets.ts'
import { attributeOctets, type RawAttribute } from './raw-attributes.ts'

export interface UpdateParts {
  readonly withdrawn: NlriRun
  readonly withdrawnIpv6: NlriRun
  /** Without NEXT_HOP and the MP attributes, in the order of their codes. */
  readonly attributes: readonly RawAttribute[]
  readonly announced: NlriRun
  /** Of the announced IPv4 prefixes, 4 octets. */
  readonly nextHop?: Uint8Array
  readonly announcedIpv6: NlriRun
  /** Of the announced IPv6 prefixes, 16 octets, or 32 with the link-local one. */
  readonly nextHopIpv6?: Uint8Array
}

export const NO_PARTS: UpdateParts = {
  withdrawn: NO_NLRI,
  withdrawnIpv6: NO_NLRI,
  attributes: [],
  announced: NO_NLRI,
  announcedIpv6: NO_NLRI,
}

/** Header, and the lengths of withdrawn routes and attributes. */
const FIXED = 23
/** Header of the attribute, address family, and in MP_REACH_NLRI the next hop's length and a zero. */
const UNREACH_HEAD = 7
const REACH_HEAD = 9

/** Undefined when the attributes leave no room for a prefix. */
export const encodeParts = (
  parts: UpdateParts,
  largestMessage: number,
): readonly CountedMessage[] | undefined => {
  const whole = message(parts)
  if (whole.octets.length <= largestMessage) return [whole]
  const pieces = [...split(parts, largestMessage)]
  return pieces.some(({ octets }) => octets.length > largestMessage) ? undefined : pieces
}

/** One list of prefixes in each message. */
function* split(parts: UpdateParts, largest: number): Generator<CountedMessage> {
  const { nextHop, nextHopIpv6, attributes } = parts
  const plain = { ...NO_PARTS, attributes }
  yield* runs(parts.withdrawn, largest - FIXED, (withdrawn) => ({ ...NO_PARTS, withdrawn }))
  yield* runs(parts.withdrawnIpv6, largest - FIXED - UNREACH_HEAD, (withdrawnIpv6) => ({
    ...NO_PARTS,
    withdrawnIpv6,
  }))
  const used = message({ ...plain, ...(nextHop && { nextHop }), announced: SOME }).octets.length
  yield* runs(parts.announced, largest - used, (announced) => ({
    ...plain,
    ...(nextHop && { nextHop }),
    announced,
  }))
  const room = largest - FIXED - attributesLength(plain) - REACH_HEAD - (nextHopIpv6?.length ?? 0)
  yield* runs(parts.announcedIpv6, room, (announcedIpv6) => ({
    ...plain,
    ...(nextHopIpv6 && { nextHopIpv6 }),
    announcedIpv6,
  }))
}

/** Counts as announced prefixes, and has no octets. */
const SOME: NlriRun = { octets: new Uint8Array(0), count: 1 }

const attributesLength = (parts: UpdateParts): number => message(parts).octets.length - FIXED

function* runs(
  run: NlriRun,
  room: number,
  parts: (piece: NlriRun) => UpdateParts,
): Generator<CountedMessage> {
  let rest = run
  while (rest.count > 0) {
    const [piece, others] = cutRun(rest, room)
    // No room: the whole rest in one message, which the caller finds to be too long.
    yield message(parts(piece.count > 0 ? piece : rest))
    rest = piece.count > 0 ? others : NO_NLRI
  }
}

const message = (parts: UpdateParts): CountedMessage => {
  const { withdrawn, announced } = parts
  const attributes = attributeOctets(allAttributes(parts))
  const length = FIXED + withdrawn.octets.length + attributes.length + announced.octets.length
  const octets = concat([
    MARKER,
    u16(length),
    UPDATE,
    u16(withdrawn.octets.length),
    withdrawn.octets,
    u16(attributes.length),
    attributes,
    announced.octets,
  ])
  return {
    octets,
    announced: announced.count + parts.announcedIpv6.count,
    withdrawn: withdrawn.count + parts.withdrawnIpv6.count,
  }
}

const MARKER = new Uint8Array(16).fill(0xff)
const UPDATE = Uint8Array.of(2)
const NEXT_HOP = 3
const IPV6_UNICAST = Uint8Array.of(0, 2, 1)

/** The MP attributes first (RFC 7606 section 5.1), the others by code. */
const allAttributes = (parts: UpdateParts): readonly RawAttribute[] => {
  const { withdrawnIpv6, announced, announcedIpv6, attributes } = parts
  const list: RawAttribute[] = []
  const { nextHop = new Uint8Array(4), nextHopIpv6 = new Uint8Array(16) } = parts
  if (withdrawnIpv6.count > 0) list.push(multiprotocol(MP_UNREACH_NLRI, withdrawnIpv6.octets))
  if (announcedIpv6.count > 0) {
    const head = [Uint8Array.of(nextHopIpv6.length), nextHopIpv6, Uint8Array.of(0)]
    list.push(multiprotocol(MP_REACH_NLRI, ...head, announcedIpv6.octets))
  }
  if (announced.count === 0) return [...list, ...attributes]
  const own = { code: NEXT_HOP, flags: FLAG.transitive, value: nextHop }
  return [...list, ...[...attributes, own].sort((a, b) => a.code - b.code)]
}

const multiprotocol = (code: number, ...value: Uint8Array[]): RawAttribute => ({
  code,
  flags: FLAG.optional | FLAG.extended,
  value: concat([IPV6_UNICAST, ...value]),
})

const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value)
