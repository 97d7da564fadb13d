/**
 * The table of capabilities (RFC 5492): what an OPEN offers, by name. A capability that is unknown is
 * kept as it is. One that is malformed counts as not understood, and so as not offered (RFC 5492
 * section 3, and RFC 7911 section 4 in so many words): the session goes on without it.
 */
import { WireError } from '../lib/errors.ts'
import { type AddressFamily, readAddressFamily } from './address-family.ts'
import { createReader, type Reader } from './reader.ts'
import { WIRE_ERRORS, wireError } from './wire-errors.ts'
import { createWriter, type Writer } from './writer.ts'

/** As in the OPEN. */
export interface Capability {
  readonly code: number
  readonly value: Uint8Array
}

export const ROLES = ['provider', 'rs', 'rs-client', 'customer', 'peer'] as const
/** What the sender is to the receiver (RFC 9234). */
export type Role = (typeof ROLES)[number]

export interface GracefulRestart {
  /** It has just restarted. */
  readonly restarting: boolean
  /** RFC 8538: it keeps routes after a NOTIFICATION too. */
  readonly notification: boolean
  /** Up to 4095 seconds. */
  readonly timeS: number
  readonly families: readonly (AddressFamily & { readonly forwarding: boolean })[]
}

export interface AddPath extends AddressFamily {
  readonly send: boolean
  readonly receive: boolean
}

export interface Capabilities {
  readonly families: readonly AddressFamily[]
  readonly routeRefresh: boolean
  readonly extendedNextHop: readonly (AddressFamily & { readonly nextHopAfi: number })[]
  readonly extendedMessage: boolean
  readonly role?: Role
  readonly gracefulRestart?: GracefulRestart
  /** The AS number of the speaker. */
  readonly fourOctetAs?: number
  readonly addPath: readonly AddPath[]
  readonly enhancedRefresh: boolean
  readonly hostname?: { readonly host: string; readonly domain: string }
  readonly unknown: readonly Capability[]
}

type Key = Exclude<keyof Capabilities, 'unknown'>

interface Row<K extends Key = Key> {
  readonly code: number
  readonly name: string
  readonly rfc: string
  readonly key: K
  /** `before` is what an earlier instance said, or the default. */
  decode(reader: Reader, before: Capabilities[K]): NonNullable<Capabilities[K]>
  /** One writer call an instance. */
  encode(value: NonNullable<Capabilities[K]>): readonly ((writer: Writer) => unknown)[]
}

const row = <K extends Key>(fields: Row<K>): Row => fields as unknown as Row

/** A capability without a value. */
const flag = (fields: Pick<Row, 'code' | 'name' | 'rfc'> & { key: FlagKey }): Row =>
  row({
    ...fields,
    decode: () => true,
    encode: (isOffered) => (isOffered ? [() => undefined] : []),
  })

type FlagKey = 'routeRefresh' | 'extendedMessage' | 'enhancedRefresh'

export const capabilityTable: readonly Row[] = [
  row({
    code: 1,
    name: 'Multiprotocol',
    rfc: 'RFC 4760 8',
    key: 'families',
    decode: (r, before) => {
      const afi = r.u16()
      r.u8()
      return [...before, { afi, safi: r.u8() }]
    },
    encode: (families) =>
      families.map(
        ({ afi, safi }) =>
          (w) =>
            w.u16(afi).u8(0).u8(safi),
      ),
  }),
  flag({ code: 2, name: 'Route Refresh', rfc: 'RFC 2918 2', key: 'routeRefresh' }),
  row({
    code: 5,
    name: 'Extended Next Hop Encoding',
    rfc: 'RFC 8950 4',
    key: 'extendedNextHop',
    decode: (r, before) => [
      ...before,
      ...list(r, () => ({ afi: r.u16(), safi: r.u16(), nextHopAfi: r.u16() })),
    ],
    encode: (entries) =>
      together(entries, (w, { afi, safi, nextHopAfi }) => w.u16(afi).u16(safi).u16(nextHopAfi)),
  }),
  flag({ code: 6, name: 'Extended Message', rfc: 'RFC 8654 3', key: 'extendedMessage' }),
  row({
    code: 9,
    name: 'BGP Role',
    rfc: 'RFC 9234 4.1',
    key: 'role',
    decode: (r, before) => {
      const code = r.u8()
      const role = ROLES[code] ?? r.fail(`role ${code}`)
      return before === undefined || before === role ? role : mismatch(r)
    },
    encode: (role) => [(w) => w.u8(ROLES.indexOf(role))],
  }),
  row({
    code: 64,
    name: 'Graceful Restart',
    rfc: 'RFC 4724 3',
    key: 'gracefulRestart',
    decode: (r) => {
      const first = r.u16()
      return {
        restarting: (first & 0x8000) !== 0,
        notification: (first & 0x4000) !== 0,
        timeS: first & 0xfff,
        families: list(r, () => ({ ...readAddressFamily(r), forwarding: (r.u8() & 0x80) !== 0 })),
      }
    },
    encode: ({ restarting, notification, timeS, families }) => [
      (w) => {
        w.u16((restarting ? 0x8000 : 0) | (notification ? 0x4000 : 0) | timeS)
        for (const { afi, safi, forwarding } of families)
          w.u16(afi)
            .u8(safi)
            .u8(forwarding ? 0x80 : 0)
      },
    ],
  }),
  row({
    code: 65,
    name: 'Four-octet AS Number',
    rfc: 'RFC 6793 3',
    key: 'fourOctetAs',
    decode: (r) => r.u32(),
    encode: (asn) => [(w) => w.u32(asn)],
  }),
  row({
    code: 69,
    name: 'ADD-PATH',
    rfc: 'RFC 7911 4',
    key: 'addPath',
    decode: (r, before) => [...before, ...list(r, () => readAddPath(r))],
    encode: (entries) =>
      together(entries, (w, { afi, safi, send, receive }) =>
        w
          .u16(afi)
          .u8(safi)
          .u8(Number(receive) + 2 * Number(send)),
      ),
  }),
  flag({ code: 70, name: 'Enhanced Route Refresh', rfc: 'RFC 7313 3.1', key: 'enhancedRefresh' }),
  row({
    code: 73,
    name: 'FQDN',
    rfc: 'draft-walton-bgp-hostname-capability 2',
    key: 'hostname',
    decode: (r) => ({ host: text(r.bytes(r.u8())), domain: text(r.bytes(r.u8())) }),
    encode: ({ host, domain }) => [
      (w) =>
        w.sized8((inner) => inner.bytes(Buffer.from(host))) &&
        w.sized8((inner) => inner.bytes(Buffer.from(domain))),
    ],
  }),
]

export const NO_CAPABILITIES: Capabilities = {
  families: [],
  routeRefresh: false,
  extendedNextHop: [],
  extendedMessage: false,
  addPath: [],
  enhancedRefresh: false,
  unknown: [],
}

export interface DecodedCapabilities {
  readonly capabilities: Capabilities
  /** Malformed ones, which count as not offered. */
  readonly ignored: readonly { readonly code: number; readonly error: WireError }[]
}

/** Throws only where the RFC ends the session: two different roles (RFC 9234 section 4.2). */
export const decodeCapabilities = (offered: readonly Capability[]): DecodedCapabilities => {
  const found: Record<string, unknown> = { ...NO_CAPABILITIES }
  const unknown: Capability[] = []
  const ignored: { code: number; error: WireError }[] = []
  for (const capability of offered) {
    const { code } = capability
    const known = byCode.get(code)
    if (!known) unknown.push(capability)
    else
      try {
        found[known.key] = decodeOne(known, capability, found as unknown as Capabilities)
      } catch (error) {
        if (!(error instanceof WireError) || error.outcome === 'reset') throw error
        ignored.push({ code, error })
      }
  }
  return { capabilities: { ...found, unknown } as unknown as Capabilities, ignored }
}

/** What is absent is not offered. */
export const encodeCapabilities = (capabilities: Partial<Capabilities>): Capability[] => [
  ...capabilityTable.flatMap((known) => {
    const value = capabilities[known.key]
    return value === undefined ? [] : encodeOne(known, value)
  }),
  ...(capabilities.unknown ?? []),
]

const byCode = new Map(capabilityTable.map((entry) => [entry.code, entry]))

const decodeOne = (known: Row, { value }: Capability, found: Capabilities): unknown => {
  const reader = createReader(value, { ...WIRE_ERRORS.malformedOpen, section: known.rfc })
  try {
    const decoded = known.decode(reader, found[known.key])
    return reader.left === 0 ? decoded : reader.fail(`${reader.left} octets too many`)
  } catch (error) {
    if (!(error instanceof WireError) || error.notification.subcode !== 0) throw error
    throw wireError(WIRE_ERRORS.malformedOpen, `capability ${known.name}: ${error.message}`, {
      offset: error.offset,
      section: known.rfc,
      outcome: 'discard',
    })
  }
}

const encodeOne = (known: Row, value: NonNullable<Capabilities[Key]>): Capability[] =>
  known.encode(value).map((fill) => {
    const writer = createWriter()
    fill(writer)
    return { code: known.code, value: writer.take() }
  })

/** RFC 7911 section 4: receive is 1, send is 2, both are 3; anything else is not understood. */
const readAddPath = (reader: Reader): AddPath => {
  const family = readAddressFamily(reader)
  const mode = reader.u8()
  if (mode < 1 || mode > 3) reader.fail(`send/receive ${mode}`)
  return { ...family, send: mode >= 2, receive: mode % 2 === 1 }
}

const mismatch = (reader: Reader): never =>
  reader.fail('two different roles', WIRE_ERRORS.roleMismatch)

const list = <T>(reader: Reader, read: () => T): T[] => {
  const values: T[] = []
  while (reader.left > 0) values.push(read())
  return values
}

/** All entries in one instance; none without entries. */
const together = <T>(entries: readonly T[], write: (writer: Writer, entry: T) => unknown) =>
  entries.length === 0
    ? []
    : [
        (writer: Writer) => {
          for (const entry of entries) write(writer, entry)
        },
      ]

const text = (octets: Uint8Array): string => Buffer.from(octets).toString()
