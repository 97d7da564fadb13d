/** The routes and updates of an MRT file, one by one, with whose they are. */

import type { AsWidth } from '../../bgp/as-path.ts'
import type {
  Endpoint,
  MrtRecord,
  PeerIndexTable,
  PrefixOctets,
  RecordedMessage,
} from '../../bgp/mrt/record.ts'
import { createMrtStream } from '../../bgp/mrt/stream.ts'
import type { Family } from '../../bgp/prefix.ts'
import { InputError, WireError } from '../../lib/errors.ts'
import { peerKey } from './mrt-peers.ts'

export interface TableRoute {
  readonly family: Family
  readonly prefix: PrefixOctets
  readonly asWidth: AsWidth
  readonly attributes: Uint8Array
}

export interface MrtVisitor {
  route(route: TableRoute, index: number, peer: Endpoint): void
  /** An UPDATE that a peer sent. */
  update(message: RecordedMessage, index: number, peer: Endpoint): void
  report(problem: string): void
}

/** A WireError that a visitor throws is reported with its record, and the next record is read. */
export const walkMrt = async (
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  visitor: MrtVisitor,
): Promise<void> => {
  const visit = createVisit(visitor)
  const report = (number: number, { offset, message, section }: WireError) =>
    visitor.report(`${name}: record ${number}, octet ${offset}: ${message} (${section})`)
  const stream = createMrtStream({
    record(record, { number }) {
      if (record.type === 'unsupported') return
      try {
        visit(record)
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        report(number, error)
      }
    },
    problem: ({ number, error }) => report(number, error),
  })
  let isBegun = false
  try {
    for await (const piece of pieces) {
      isBegun = true
      if (!stream.push(piece)) return
    }
  } catch (error) {
    // A gzip file that is cut off: what is in front of the cut is good.
    if (!isBegun || !(error instanceof InputError)) throw error
    visitor.report(error.message)
  }
  stream.end()
}

const UPDATE = 2

const createVisit = (visitor: MrtVisitor): ((record: MrtRecord) => void) => {
  let table: PeerIndexTable | undefined
  const indexes = new Map<string, number>()
  const indexOf = (peer: Endpoint): number => {
    const key = peerKey(peer)
    const known = indexes.get(key) ?? indexes.size
    indexes.set(key, known)
    return known
  }
  return (record) => {
    switch (record.type) {
      case 'peer-index-table':
        table = record
        break
      case 'rib': {
        if (record.multicast) break
        const { family, prefix } = record
        for (const { peerIndex, attributes } of record.entries) {
          const peer = table?.peers[peerIndex] ?? noPeer(peerIndex)
          visitor.route({ family, prefix, asWidth: 4, attributes }, peerIndex, peer)
        }
        break
      }
      case 'table-dump': {
        const { prefix, asWidth, attributes, peer } = record
        const family = prefix.octets.length === 4 ? 'ipv4' : 'ipv6'
        visitor.route({ family, prefix, asWidth, attributes }, indexOf(peer), peer)
        break
      }
      case 'message':
        if (record.message[18] === UPDATE && !record.local)
          visitor.update(record, indexOf(record.peer), record.peer)
        break
    }
  }
}

const noPeer = (index: number): never => {
  throw new WireError(`peer ${index} is not in the table of peers`, {
    offset: 0,
    section: 'RFC 6396 4.3.4',
  })
}
