/**
 * The one-line form of `bgpdump -m`, which scripts of many years read. It is kept to the letter,
 * also where it is odd: docs/mrt.md lists those places.
 */
import type {
  MrtRecord,
  PeerIndexTable,
  RecordedMessage,
  Rib,
  StateChange,
  TableDump,
} from '../record.ts'
import { dumpAddress, dumpIpv4, dumpIpv6 } from './address.ts'
import { type DumpAttributes, dumpAttributes } from './attributes.ts'
import { head, tail } from './columns.ts'
import { oldMessageLines, oldStateChangeLine } from './old-lines.ts'
import { updateLines } from './update-lines.ts'

export interface LineOptions {
  /** A column of large communities behind the communities (`-l`). */
  readonly largeCommunities?: boolean
  /** A last column of the attributes that have no column (`-u`). */
  readonly unknown?: boolean
}

export interface LineContext {
  readonly options: LineOptions
  /** The table that was read last: entries of a RIB refer to it. */
  readonly peers: PeerIndexTable | undefined
  /** Told of everything that is wrong with what is printed, or left out because of that. */
  report(message: string): void
}

/** Nothing for what bgpdump prints no line for: OPENs, KEEPALIVEs, other address families. */
export const bgpdumpLines = (record: MrtRecord, context: LineContext): readonly string[] => {
  switch (record.type) {
    case 'table-dump':
      return [tableDumpLine(record, context)]
    case 'rib':
      return record.multicast ? [] : ribLines(record, context)
    case 'message':
      return messageLines(record, context)
    case 'state-change':
      return [stateChangeLine(record)]
    case 'old-message':
      return oldMessageLines(record, context)
    case 'old-state-change':
      return [oldStateChangeLine(record)]
    case 'peer-index-table':
    case 'rib-generic':
      return []
  }
}

const tableDumpLine = (record: TableDump, context: LineContext): string => {
  const { asWidth, peer, prefix, attributes } = record
  reportMissing(record, context)
  const route = dumpAttributes(attributes, { asWidth, addPath: false, report: context.report })
  // bgpdump knows IPv6 only with AS numbers of two octets, and shows the other form as IPv4.
  const address = asWidth === 2 ? dumpAddress : dumpIpv4
  const global = route.reach.find(({ afi, safi }) => afi === 2 && safi === 1)
  return [
    'TABLE_DUMP',
    record.timeS,
    'B',
    address(peer.address),
    peer.asn,
    `${address(prefix.octets)}/${prefix.length}`,
    head(route, global && dumpIpv6(global.nextHop)),
    tail(route, context.options),
  ].join('|')
}

const ribLines = (record: Rib, context: LineContext): readonly string[] => {
  const { addPath, prefix, timeS, entries } = record
  const format = record.family === 'ipv6' ? dumpIpv6 : dumpIpv4
  const text = `${format(prefix.octets)}/${prefix.length}`
  return entries.flatMap(({ peerIndex, pathId = 0, attributes, missing }) => {
    reportMissing({ missing }, context)
    const peer = context.peers?.peers[peerIndex]
    if (!peer) {
      context.report(noPeer(peerIndex, context.peers))
      return []
    }
    const route = dumpAttributes(attributes, { asWidth: 4, addPath, report: context.report })
    return [
      [
        addPath ? 'TABLE_DUMP2_AP' : 'TABLE_DUMP2',
        timeS,
        'B',
        dumpAddress(peer.address),
        peer.asn,
        addPath ? `${text}|${pathId}` : text,
        head(route, ribNextHop(route)),
        tail(route, context.options),
      ].join('|'),
    ]
  })
}

const reportMissing = (
  { missing = 0 }: { readonly missing?: number | undefined },
  { report }: LineContext,
): void => {
  if (missing > 0) report(`${missing} octets of the attributes are missing`)
}

const noPeer = (index: number, table: PeerIndexTable | undefined): string =>
  table
    ? `peer ${index} of a table of ${table.peers.length} peers`
    : 'a route before the table of peers'

const ribNextHop = ({ reach }: DumpAttributes): string | undefined => {
  const unicast = reach.filter(({ safi }) => safi === 1)
  const found = unicast.find(({ afi }) => afi === 2) ?? unicast.find(({ afi }) => afi === 1)
  return found && dumpAddress(found.nextHop.subarray(0, 16))
}

const UPDATE = 2

const messageLines = (record: RecordedMessage, context: LineContext): readonly string[] => {
  if (record.message[18] !== UPDATE) return []
  const { asWidth, addPath, local, message } = record
  const announcedLength = ((message[16] as number) << 8) | (message[17] as number)
  if (announcedLength > message.length)
    context.report(`${announcedLength - message.length} octets of the message are missing`)
  // bgpdump takes a sent message with path identifiers for a received one.
  const isLocal = local && !addPath
  const { address, asn } = local && addPath ? record.own : record.peer
  return updateLines(message.subarray(19), {
    ...context,
    asWidth,
    addPath,
    format: `${formatOf(record)}${isLocal ? '_LOCAL' : ''}${addPath ? '_AP' : ''}`,
    time: timeOf(record),
    peer: { asn, address },
    isLocal,
  })
}

const stateChangeLine = (record: StateChange): string =>
  [
    formatOf(record),
    timeOf(record),
    'STATE',
    dumpAddress(record.peer.address),
    record.peer.asn,
    record.oldState,
    record.newState,
  ].join('|')

const formatOf = ({ microseconds }: RecordedMessage | StateChange): string =>
  microseconds === undefined ? 'BGP4MP' : 'BGP4MP_ET'

const timeOf = ({ timeS, microseconds }: RecordedMessage | StateChange): string =>
  microseconds === undefined ? String(timeS) : `${timeS}.${String(microseconds).padStart(6, '0')}`
