/** MRT tables and updates (RFC 6396) as a stream of UPDATEs. */
import { HEADER_LENGTH } from '../../bgp/header.ts'
import type { Endpoint, RecordedMessage } from '../../bgp/mrt/record.ts'
import { InputError, WireError } from '../../lib/errors.ts'
import type { EncodedStream } from '../types.ts'
import type { FileInput } from './input.ts'
import { createMessageBuffer } from './message-buffer.ts'
import {
  noSuchPeer,
  type PeerChoice,
  type PeerCount,
  parsePeerChoice,
  peerKey,
} from './mrt-peers.ts'
import { createTableBuilder, type TableOptions } from './mrt-table.ts'
import { type RecordedUpdate, recordedUpdate } from './mrt-update.ts'
import { walkMrt } from './mrt-walk.ts'
import { type NextHops, nextHopsOf } from './next-hops.ts'
import { NO_NLRI } from './nlri-octets.ts'
import { rewriteAttributes } from './rewrite.ts'
import { encodeParts, type UpdateParts } from './update-parts.ts'

/**
 * The routes of the chosen peer. A table becomes UPDATEs without times; recorded updates keep their
 * order and have the times of the recording. Without a choice the file is read twice.
 */
export const loadMrt = async (input: FileInput, options: TableOptions): Promise<EncodedStream> => {
  const { peer } = options
  const choice = peer === undefined ? await largestPeer(input) : parsePeerChoice(peer)
  let problem: string | undefined
  const report = (text: string): void => {
    problem ??= text
    input.report(text)
  }
  const stream = await convert({ ...input, report }, options, choice)
  if (stream.messages > 0) return stream
  const counts = await survey(input)
  if (peer !== undefined && counts.size > 0) throw noSuchPeer(input.name, peer, counts.values())
  throw new InputError(`${input.name}: no routes`, { cause: problem })
}

const convert = async (
  input: FileInput,
  options: TableOptions,
  isChosen: PeerChoice,
): Promise<EncodedStream> => {
  const buffer = createMessageBuffer()
  const nextHops = nextHopsOf(options)
  const table = createTableBuilder(options, nextHops)
  let atMs: number | undefined
  const flush = (): void => {
    for (const message of table.take()) buffer.add(message, atMs)
  }
  await walkMrt(input.name, input.open(), {
    report: input.report,
    route(route, index, peer) {
      if (isChosen(index, peer) && options.families.includes(route.family)) table.add(route)
    },
    update(message, index, peer) {
      if (!isChosen(index, peer)) return
      atMs ??= timeOf(message)
      // A table in front of updates is what was there when they began.
      flush()
      const time = timeOf(message)
      for (const one of rewritten(message, options, nextHops)) buffer.add(one, time)
    },
  })
  flush()
  return buffer.finish()
}

const timeOf = ({ timeS, microseconds = 0 }: RecordedMessage): number =>
  timeS * 1000 + microseconds / 1000

const rewritten = (message: RecordedMessage, options: TableOptions, nextHops: NextHops) => {
  const update = recordedUpdate(message.message.subarray(HEADER_LENGTH), message)
  const parts = partsOf(update, message.asWidth, options, nextHops)
  const count = [parts.withdrawn, parts.withdrawnIpv6, parts.announced, parts.announcedIpv6]
  // An end of RIB, or prefixes of families that are not wanted.
  if (count.every((run) => run.count === 0)) return []
  const messages = encodeParts(parts, options.largestMessage)
  if (messages) return messages
  throw new WireError(`attributes that fit no message of ${options.largestMessage} octets`, {
    offset: 0,
    section: 'RFC 4271 4.1',
  })
}

const partsOf = (
  update: RecordedUpdate,
  asWidth: RecordedMessage['asWidth'],
  options: TableOptions,
  nextHops: NextHops,
): UpdateParts => {
  const [ipv4, ipv6] = [options.families.includes('ipv4'), options.families.includes('ipv6')]
  const announced = ipv4 ? update.announced : NO_NLRI
  const announcedIpv6 = ipv6 ? update.announcedIpv6 : NO_NLRI
  const isAnnounced = announced.count + announcedIpv6.count > 0
  return {
    withdrawn: ipv4 ? update.withdrawn : NO_NLRI,
    withdrawnIpv6: ipv6 ? update.withdrawnIpv6 : NO_NLRI,
    attributes: isAnnounced ? rewriteAttributes(update.recorded, asWidth, options) : [],
    announced,
    ...(announced.count > 0 && { nextHop: nextHops.ipv4(update.nextHop) }),
    announcedIpv6,
    ...(announcedIpv6.count > 0 && { nextHopIpv6: nextHops.ipv6(update.nextHopIpv6) }),
  }
}

/** The first of those with most routes. */
const largestPeer = async (input: FileInput): Promise<PeerChoice> => {
  let largest: PeerCount | undefined
  for (const count of (await survey(input)).values())
    if (count.routes > (largest?.routes ?? 0)) largest = count
  const key = largest && peerKey(largest.peer)
  return (_, peer) => peerKey(peer) === key
}

const survey = async (input: FileInput): Promise<ReadonlyMap<string, PeerCount>> => {
  const counts = new Map<string, PeerCount>()
  const { families } = input.options
  const count = (index: number, peer: Endpoint, routes: number): void => {
    const key = peerKey(peer)
    const known = counts.get(key) ?? { index, peer, routes: 0 }
    known.routes += routes
    counts.set(key, known)
  }
  await walkMrt(input.name, input.open(), {
    // What is wrong is reported when it is read for good.
    report: () => undefined,
    route: ({ family }, index, peer) => count(index, peer, families.includes(family) ? 1 : 0),
    update(message, index, peer) {
      const { announced, announcedIpv6, withdrawn, withdrawnIpv6 } = recordedUpdate(
        message.message.subarray(HEADER_LENGTH),
        message,
      )
      const ipv4 = families.includes('ipv4') ? announced.count + withdrawn.count : 0
      const ipv6 = families.includes('ipv6') ? announcedIpv6.count + withdrawnIpv6.count : 0
      count(index, peer, ipv4 + ipv6)
    },
  })
  return counts
}
