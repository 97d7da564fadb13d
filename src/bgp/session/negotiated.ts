/** What the two OPENs agree on, and what makes the OPEN of a peer unacceptable (RFC 4271 section 6.2). */
import type { WireError } from '../../lib/errors.ts'
import type { AsWidth } from '../as-path.ts'
import { LARGEST_EXTENDED, LARGEST_MESSAGE } from '../header.ts'
import { CAPABILITY, hasFourOctetAs, type Open } from '../open.ts'
import type { Family } from '../prefix.ts'
import { WIRE_ERRORS, type WireErrorKind, wireError } from '../wire-errors.ts'
import type { SessionOptions } from './types.ts'

export interface Negotiated {
  /** The OPEN of the peer. */
  readonly remote: Open
  /** Same AS on both sides. */
  readonly internal: boolean
  /** 0: no hold and no keepalive timer. */
  readonly holdTimeMs: number
  readonly keepaliveMs: number
  readonly asWidth: AsWidth
  readonly families: readonly Family[]
  /** Octets of the longest message that may be sent and received (RFC 8654). */
  readonly maxLength: number
  /** Both sides sent the capability of RFC 4724; `notification` is the N bit of both (RFC 8538). */
  readonly gracefulRestart?: { readonly restartTimeS: number; readonly notification: boolean }
}

/** The WireError has the NOTIFICATION that the peer must get. */
export const unacceptable = (options: SessionOptions, open: Open): WireError | undefined => {
  const { local, peerAsn, minHoldTimeS = 0 } = options
  // RFC 7607: 0 is nobody's.
  if (open.asn === 0) return refuse(WIRE_ERRORS.badPeerAs, 'AS number 0', 20)
  if (peerAsn !== undefined && open.asn !== peerAsn)
    return refuse(WIRE_ERRORS.badPeerAs, `AS ${open.asn} in place of ${peerAsn}`, 20)
  if (open.routerId === '0.0.0.0')
    return refuse(WIRE_ERRORS.badBgpIdentifier, 'BGP identifier 0.0.0.0', 24)
  // RFC 6286 section 2.2: between two ASes the identifiers may be equal.
  if (open.routerId === local.routerId && open.asn === local.asn)
    return refuse(WIRE_ERRORS.badBgpIdentifier, `our own BGP identifier ${open.routerId}`, 24)
  if (open.holdTimeS < minHoldTimeS)
    return refuse(WIRE_ERRORS.unacceptableHoldTime, `hold time ${open.holdTimeS} s`, 22)
  return undefined
}

export const negotiateSession = (options: SessionOptions, open: Open): Negotiated => {
  const { local, timers } = options
  const holdTimeMs = Math.min(local.holdTimeS, open.holdTimeS) * 1000
  const has = (code: number) => hasCapability(local, code) && hasCapability(open, code)
  return {
    remote: open,
    internal: open.asn === local.asn,
    holdTimeMs,
    keepaliveMs: Math.min(holdTimeMs / 3, timers.keepaliveMs ?? Number.POSITIVE_INFINITY),
    asWidth: hasFourOctetAs(open) && hasCapability(local, CAPABILITY.fourOctetAs) ? 4 : 2,
    families: families(local).filter((family) => families(open).includes(family)),
    maxLength: has(CAPABILITY.extendedMessage) ? LARGEST_EXTENDED : LARGEST_MESSAGE,
  }
}

type Capable = Pick<Open, 'capabilities'>

const hasCapability = ({ capabilities }: Capable, code: number): boolean =>
  capabilities.some((capability) => capability.code === code)

/** Without any multiprotocol capability a speaker means IPv4 unicast (RFC 4760 section 8). */
const families = ({ capabilities }: Capable): Family[] => {
  const own = capabilities.filter(({ code }) => code === CAPABILITY.multiprotocol)
  const named = own.flatMap(({ value }): Family[] => {
    const [, afi, , safi] = value
    return safi !== 1 ? [] : afi === 1 ? ['ipv4'] : afi === 2 ? ['ipv6'] : []
  })
  return own.length === 0 ? ['ipv4'] : named
}

const refuse = (kind: WireErrorKind, what: string, offset: number): WireError =>
  wireError(kind, what, { offset })
