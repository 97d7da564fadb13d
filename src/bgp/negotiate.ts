/** What holds on a session, from the capabilities of both OPENs. */
import { type AddressFamily, AFI, familyOf, isSame, UNICAST, unicast } from './address-family.ts'
import type { AsWidth } from './as-path.ts'
import type { Capabilities, GracefulRestart, Role } from './capabilities.ts'
import type { CodecOptions } from './codec-options.ts'
import { LARGEST_EXTENDED, LARGEST_MESSAGE } from './header.ts'
import type { Family } from './prefix.ts'
import { WIRE_ERRORS, wireError } from './wire-errors.ts'

export interface Negotiation {
  readonly asWidth: AsWidth
  readonly families: readonly Family[]
  /** Families whose prefixes carry path identifiers (RFC 7911), by direction. */
  readonly addPath: { readonly send: readonly Family[]; readonly receive: readonly Family[] }
  /** IPv4 prefixes may have an IPv6 next hop (RFC 8950). */
  readonly extendedNextHop: boolean
  /** Octets of the largest UPDATE, NOTIFICATION and ROUTE-REFRESH (RFC 8654). */
  readonly maxLength: { readonly send: number; readonly receive: number }
  readonly extendedMessage: boolean
  readonly routeRefresh: boolean
  readonly enhancedRefresh: boolean
  /** The peer's offer, when we made one too. */
  readonly gracefulRestart?: GracefulRestart
  /** What each is to the other, when both said so. */
  readonly roles?: { readonly ours: Role; readonly theirs: Role }
}

/** Throws the WireError of RFC 9234 section 4.2 when the roles do not match. */
export const negotiate = (ours: Capabilities, theirs: Capabilities): Negotiation => {
  const families = commonFamilies(ours, theirs)
  return {
    asWidth: ours.fourOctetAs !== undefined && theirs.fourOctetAs !== undefined ? 4 : 2,
    families,
    addPath: {
      send: families.filter((family) => hasPathIds(family, ours, theirs)),
      receive: families.filter((family) => hasPathIds(family, theirs, ours)),
    },
    extendedNextHop: hasExtendedNextHop(ours) && hasExtendedNextHop(theirs),
    maxLength: { send: largest(theirs), receive: largest(ours) },
    extendedMessage: ours.extendedMessage && theirs.extendedMessage,
    routeRefresh: ours.routeRefresh && theirs.routeRefresh,
    enhancedRefresh: ours.enhancedRefresh && theirs.enhancedRefresh,
    ...(ours.gracefulRestart &&
      theirs.gracefulRestart && { gracefulRestart: theirs.gracefulRestart }),
    ...rolesOf(ours.role, theirs.role),
  }
}

/** How messages of one direction are encoded or decoded. */
export const codecOptions = (
  {
    asWidth,
    addPath,
    maxLength,
    internal,
  }: Negotiation & {
    /** Same AS on both sides; without it nobody is taken for external. */
    readonly internal?: boolean
  },
  direction: 'send' | 'receive',
): CodecOptions => ({
  asWidth,
  addPath: addPath[direction],
  maxLength: maxLength[direction],
  ...(internal !== undefined && { peer: internal ? 'internal' : 'external' }),
})

/** RFC 4760 section 8: who says nothing speaks IPv4 unicast. */
const commonFamilies = (ours: Capabilities, theirs: Capabilities): Family[] => {
  const far = offeredFamilies(theirs)
  return offeredFamilies(ours).flatMap((family) => {
    const name = familyOf(family)
    return name && far.some((other) => isSame(family, other)) ? [name] : []
  })
}

const offeredFamilies = ({ families }: Capabilities): readonly AddressFamily[] =>
  families.length === 0
    ? [unicast('ipv4')]
    : families.filter((family, i) => families.findIndex((other) => isSame(family, other)) === i)

const hasPathIds = (family: Family, sender: Capabilities, receiver: Capabilities): boolean =>
  sender.addPath.some((entry) => familyOf(entry) === family && entry.send) &&
  receiver.addPath.some((entry) => familyOf(entry) === family && entry.receive)

const hasExtendedNextHop = ({ extendedNextHop }: Capabilities): boolean =>
  extendedNextHop.some(
    ({ afi, safi, nextHopAfi }) => afi === AFI.ipv4 && safi === UNICAST && nextHopAfi === AFI.ipv6,
  )

/** RFC 8654 section 4: who offers it can receive it. */
const largest = ({ extendedMessage }: Capabilities): number =>
  extendedMessage ? LARGEST_EXTENDED : LARGEST_MESSAGE

/** RFC 9234 section 4.2, table 2. */
const OPPOSITE: Readonly<Record<Role, Role>> = {
  provider: 'customer',
  customer: 'provider',
  rs: 'rs-client',
  'rs-client': 'rs',
  peer: 'peer',
}

const rolesOf = (ours: Role | undefined, theirs: Role | undefined) => {
  if (!ours || !theirs) return {}
  if (OPPOSITE[ours] !== theirs)
    throw wireError(WIRE_ERRORS.roleMismatch, `role ${theirs} towards ${ours}`, { offset: 29 })
  return { roles: { ours, theirs } }
}
