/** All that can be wrong with octets, with the section that demands the NOTIFICATION. */
import { WireError, type WireOutcome } from '../lib/errors.ts'

export interface WireErrorKind {
  readonly section: string
  readonly code: number
  readonly subcode: number
}

const kind = (code: number, subcode: number, section: string): WireErrorKind => ({
  section,
  code,
  subcode,
})

export const WIRE_ERRORS = {
  notSynchronized: kind(1, 1, 'RFC 4271 6.1'),
  /** Data: the length field. */
  badMessageLength: kind(1, 2, 'RFC 4271 6.1'),
  /** Data: the type field. */
  badMessageType: kind(1, 3, 'RFC 4271 6.1'),
  malformedOpen: kind(2, 0, 'RFC 4271 6.2'),
  /** Data: the version that we speak, two octets. */
  unsupportedVersion: kind(2, 1, 'RFC 4271 6.2'),
  badPeerAs: kind(2, 2, 'RFC 4271 6.2'),
  badBgpIdentifier: kind(2, 3, 'RFC 6286 2.2'),
  unsupportedOptionalParameter: kind(2, 4, 'RFC 4271 6.2'),
  unacceptableHoldTime: kind(2, 6, 'RFC 4271 6.2'),
  roleMismatch: kind(2, 11, 'RFC 9234 4.2'),
  malformedAttributeList: kind(3, 1, 'RFC 4271 6.3'),
  /** Data of this one and of the other attribute errors: the attribute, its header included. */
  unrecognizedWellKnown: kind(3, 2, 'RFC 4271 6.3'),
  /** Data: the code of the attribute. */
  missingWellKnown: kind(3, 3, 'RFC 4271 6.3'),
  attributeFlags: kind(3, 4, 'RFC 4271 6.3'),
  attributeLength: kind(3, 5, 'RFC 4271 6.3'),
  invalidOrigin: kind(3, 6, 'RFC 4271 6.3'),
  invalidNextHop: kind(3, 8, 'RFC 4271 6.3'),
  optionalAttribute: kind(3, 9, 'RFC 4271 6.3'),
  invalidNetwork: kind(3, 10, 'RFC 4271 6.3'),
  malformedAsPath: kind(3, 11, 'RFC 4271 6.3'),
  /** Data: the whole message. */
  routeRefreshLength: kind(7, 1, 'RFC 7313 5'),
} as const satisfies Record<string, WireErrorKind>

export interface WireErrorFacts {
  /** In the message. */
  readonly offset: number
  /** A more exact section than that of the kind. */
  readonly section?: string
  readonly outcome?: WireOutcome
  /** For the NOTIFICATION. */
  readonly data?: Uint8Array
}

export const wireError = (
  { code, subcode, section: usual }: WireErrorKind,
  message: string,
  { offset, section = usual, outcome, data = new Uint8Array(0) }: WireErrorFacts,
): WireError =>
  new WireError(`${message} at octet ${offset}`, {
    offset,
    section,
    outcome,
    notification: { code, subcode, data },
  })

/** The same error with another outcome, and with what the NOTIFICATION would show. */
export const withOutcome = (
  error: WireError,
  outcome: WireOutcome,
  { data = error.notification.data, section = error.section }: Partial<WireErrorFacts> = {},
): WireError =>
  new WireError(error.message, {
    offset: error.offset,
    section,
    outcome,
    notification: { ...error.notification, data },
  })
