/** A record as an object of JSON: addresses as text (RFC 5952), octets in hexadecimal. */
import { addressText } from '../nlri.ts'
import { type DumpAttributes, dumpAttributes } from './bgpdump/attributes.ts'
import type { DumpPrefix } from './bgpdump/nlri.ts'
import { updateParts } from './bgpdump/update-lines.ts'
import type { Endpoint, MrtRecord, PeerIndexTable, PrefixOctets, RibEntry } from './record.ts'

/** `peers`: the table to which the entries of a RIB refer. */
export const mrtJson = (record: MrtRecord, peers: PeerIndexTable | undefined): object => {
  switch (record.type) {
    case 'table-dump': {
      const { asWidth, prefix, peer, attributes, ...rest } = record
      const width = prefix.octets.length
      const route = { prefix: prefixJson(prefix, width), peer: endJson(peer) }
      return { ...rest, ...route, ...attributesJson(attributes, asWidth, false) }
    }
    case 'peer-index-table':
      return {
        ...record,
        collectorId: addressText(record.collectorId),
        peers: record.peers.map(({ id, ...peer }) => ({ ...endJson(peer), id: addressText(id) })),
      }
    case 'rib': {
      const prefix = prefixJson(record.prefix, record.family === 'ipv4' ? 4 : 16)
      return { ...record, prefix, entries: entriesJson(record, peers) }
    }
    case 'rib-generic':
      return { ...record, nlri: hex(record.nlri), entries: entriesJson(record, peers) }
    case 'message': {
      const { message, peer, own, ...rest } = record
      const { asWidth, addPath } = record
      const content =
        message[18] === UPDATE ? updateJson(message.subarray(19), asWidth, addPath) : hex(message)
      return { ...rest, peer: endJson(peer), own: endJson(own), message: content }
    }
    case 'state-change':
      return { ...record, peer: endJson(record.peer), own: endJson(record.own) }
    case 'old-message': {
      const { messageType, body, peer, own, ...rest } = record
      const message = messageType === 'update' ? updateJson(body, 2, false) : hex(body)
      return { ...rest, messageType, peer: endJson(peer), own: endJson(own), message }
    }
    case 'old-state-change':
      return { ...record, peer: endJson(record.peer) }
  }
}

const UPDATE = 2
const quiet = { report: () => undefined }

const endJson = ({ asn, address }: Endpoint) => ({ asn, address: addressText(address) })

const prefixJson = ({ octets, length }: PrefixOctets, width: number): string => {
  const address = new Uint8Array(width)
  address.set(octets)
  return `${addressText(address)}/${length}`
}

const entriesJson = (
  { entries, addPath }: { readonly entries: readonly RibEntry[]; readonly addPath: boolean },
  table: PeerIndexTable | undefined,
): object[] =>
  entries.map(({ attributes, ...entry }) => {
    const peer = table?.peers[entry.peerIndex]
    return {
      ...entry,
      ...(peer && { peer: endJson(peer) }),
      ...attributesJson(attributes, 4, addPath),
    }
  })

const attributesJson = (octets: Uint8Array, asWidth: 2 | 4, addPath: boolean): object =>
  routeJson(dumpAttributes(octets, { asWidth, addPath, ...quiet }))

const routeJson = (route: DumpAttributes): object => {
  const { reach, unreach: _, unknown, communities, largeCommunities, aggregator, ...rest } = route
  const nextHop = reach.find((one) => one.nextHop.length > 0)?.nextHop.subarray(0, 16)
  return {
    ...rest,
    ...(nextHop && { nextHop: addressText(nextHop) }),
    ...(communities && { communities: communities.split(' ') }),
    ...(largeCommunities && { largeCommunities: largeCommunities.split(' ') }),
    ...(aggregator && { aggregator }),
    ...(unknown.length > 0 && {
      unknown: unknown.map(({ value, ...one }) => ({ ...one, value: hex(value) })),
    }),
  }
}

const updateJson = (body: Uint8Array, asWidth: 2 | 4, addPath: boolean): object => {
  const { withdrawn, route, announced } = updateParts(body, { asWidth, addPath, ...quiet })
  const isUnicast = ({ safi }: { readonly safi: number }) => safi === 1
  const text = (prefix: DumpPrefix) =>
    addPath
      ? { prefix: prefixJson(prefix, prefix.octets.length), pathId: prefix.pathId }
      : prefixJson(prefix, prefix.octets.length)
  return {
    withdrawn: [
      ...withdrawn,
      ...route.unreach.filter(isUnicast).flatMap((one) => one.prefixes),
    ].map(text),
    announced: [...announced, ...route.reach.filter(isUnicast).flatMap((one) => one.prefixes)].map(
      text,
    ),
    ...routeJson(route),
  }
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
