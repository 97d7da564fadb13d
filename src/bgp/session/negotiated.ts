/** What the two OPENs agree on, and what makes the OPEN of a peer unacceptable (RFC 4271 section 6.2). */
import { WireError } from '../../lib/errors.ts'
import { type Capabilities, decodeCapabilities, NO_CAPABILITIES } from '../capabilities.ts'
import { type Negotiation, negotiate } from '../negotiate.ts'
import type { Open } from '../open.ts'
import { WIRE_ERRORS, type WireErrorKind, wireError } from '../wire-errors.ts'
import type { SessionOptions } from './types.ts'

export interface Negotiated extends Negotiation {
  /** The OPEN of the peer, and its capabilities by name. */
  readonly remote: Open
  readonly capabilities: Capabilities
  /** Same AS on both sides. */
  readonly internal: boolean
  /** 0: no hold and no keepalive timer. */
  readonly holdTimeMs: number
  readonly keepaliveMs: number
}

/** What our OPEN offers: the AS number in four octets is always among it (RFC 6793). */
export const ownCapabilities = ({ local }: SessionOptions): Capabilities => ({
  ...NO_CAPABILITIES,
  fourOctetAs: local.asn,
  ...local.capabilities,
})

/** A WireError, with the NOTIFICATION that the peer must get, when the OPEN is not acceptable. */
export const negotiateSession = (options: SessionOptions, open: Open): Negotiated | WireError => {
  try {
    refuseUnacceptable(options, open)
    return agreed(options, open)
  } catch (error) {
    if (error instanceof WireError) return error
    throw error
  }
}

const refuseUnacceptable = (options: SessionOptions, open: Open): void => {
  const { local, peerAsn, minHoldTimeS = 0, acceptsEcho = false } = options
  if (peerAsn !== undefined && open.asn !== peerAsn)
    refuse(WIRE_ERRORS.badPeerAs, `AS ${open.asn} in place of ${peerAsn}`, 20)
  // RFC 6286 section 2.2: between two ASes the identifiers may be equal.
  if (open.routerId === local.routerId && open.asn === local.asn && !acceptsEcho)
    refuse(WIRE_ERRORS.badBgpIdentifier, `our own BGP identifier ${open.routerId}`, 24)
  if (open.holdTimeS < minHoldTimeS)
    refuse(WIRE_ERRORS.unacceptableHoldTime, `hold time ${open.holdTimeS} s`, 22)
}

const agreed = (options: SessionOptions, open: Open): Negotiated => {
  const { local, timers } = options
  const { capabilities } = decodeCapabilities(open.capabilities)
  const holdTimeMs = Math.min(local.holdTimeS, open.holdTimeS) * 1000
  return {
    ...negotiate(ownCapabilities(options), capabilities),
    remote: open,
    capabilities,
    internal: open.asn === local.asn,
    holdTimeMs,
    keepaliveMs: Math.min(holdTimeMs / 3, timers.keepaliveMs || Number.POSITIVE_INFINITY),
  }
}

const refuse = (kind: WireErrorKind, what: string, offset: number): never => {
  throw wireError(kind, what, { offset })
}
