/**
 * What an MRT file holds (RFC 6396, RFC 8050): one shape for each kind of record. Addresses,
 * prefixes and attributes are kept as the octets of the file: most readers need few of them, and
 * whoever writes a record again gets the same octets. They are views of the buffer that was read.
 */
import type { AsWidth } from '../as-path.ts'

/** When it was recorded. Only records of a type with extended timestamps have microseconds. */
export interface Stamp {
  /** Seconds since 1970. */
  readonly timeS: number
  readonly microseconds?: number
}

export interface Endpoint {
  readonly asn: number
  /** 4 or 16 octets. */
  readonly address: Uint8Array
}

/** A prefix as recorded: bits behind its length need not be zero. */
export interface PrefixOctets {
  readonly length: number
  /** As many octets as the record has, not necessarily those of a whole address. */
  readonly octets: Uint8Array
}

/** A route of the old table format (RFC 6396 section 4.2). */
export interface TableDump extends Stamp {
  readonly type: 'table-dump'
  readonly asWidth: AsWidth
  readonly view: number
  readonly sequence: number
  readonly prefix: PrefixOctets
  readonly status: number
  readonly originatedS: number
  readonly peer: Endpoint
  readonly attributes: Uint8Array
  /** Octets of the attributes that a record which ends too early lacks. */
  readonly missing?: number
}

export interface RibPeer extends Endpoint {
  readonly asWidth: AsWidth
  /** BGP identifier, 4 octets. */
  readonly id: Uint8Array
}

/** To which the entries of the following `rib` records refer by index (RFC 6396 section 4.3.1). */
export interface PeerIndexTable extends Stamp {
  readonly type: 'peer-index-table'
  readonly collectorId: Uint8Array
  readonly viewName: string
  readonly peers: readonly RibPeer[]
}

export interface RibEntry {
  readonly peerIndex: number
  readonly originatedS: number
  /** Only in records with path identifiers (RFC 8050 section 4). */
  readonly pathId?: number
  /** AS numbers of four octets; MP_REACH_NLRI is only a next hop (RFC 6396 section 4.3.4). */
  readonly attributes: Uint8Array
  /** As in a TABLE_DUMP; only in the last entry. */
  readonly missing?: number
}

/** All routes to one prefix (RFC 6396 section 4.3.2). */
export interface Rib extends Stamp {
  readonly type: 'rib'
  readonly family: 'ipv4' | 'ipv6'
  readonly multicast: boolean
  readonly addPath: boolean
  readonly sequence: number
  readonly prefix: PrefixOctets
  readonly entries: readonly RibEntry[]
}

/** All routes to one destination of any family (RFC 6396 section 4.3.3). */
export interface RibGeneric extends Stamp {
  readonly type: 'rib-generic'
  readonly afi: number
  readonly safi: number
  readonly addPath: boolean
  readonly sequence: number
  /** One destination as that family encodes it, its length included. */
  readonly nlri: Uint8Array
  readonly entries: readonly RibEntry[]
}

interface Exchange extends Stamp {
  readonly asWidth: AsWidth
  readonly interfaceIndex: number
  readonly peer: Endpoint
  /** The collector's end. */
  readonly own: Endpoint
}

/** A BGP message (RFC 6396 sections 4.4.2, 4.4.3, 4.4.5, 4.4.6). */
export interface RecordedMessage extends Exchange {
  readonly type: 'message'
  /** Sent by the collector, not received. */
  readonly local: boolean
  readonly addPath: boolean
  /** The whole message, header included; cut short when the recorder cut it. */
  readonly message: Uint8Array
}

/** States are those of RFC 4271 section 8.2.2, from 1 (Idle) to 6 (Established). */
export interface StateChange extends Exchange {
  readonly type: 'state-change'
  readonly oldState: number
  readonly newState: number
}

/** A message of the deprecated BGP type, without its header (RFC 6396 appendix B.2). */
export interface OldMessage extends Stamp {
  readonly type: 'old-message'
  readonly peer: Endpoint
  readonly own: Endpoint
  readonly messageType: 'open' | 'update' | 'notification' | 'keepalive'
  readonly body: Uint8Array
}

export interface OldStateChange extends Stamp {
  readonly type: 'old-state-change'
  readonly peer: Endpoint
  readonly oldState: number
  readonly newState: number
}

export type MrtRecord =
  | TableDump
  | PeerIndexTable
  | Rib
  | RibGeneric
  | RecordedMessage
  | StateChange
  | OldMessage
  | OldStateChange
