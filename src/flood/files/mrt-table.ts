/**
 * Routes of a table as UPDATEs. Prefixes with equal attributes share messages: a table of a million
 * prefixes has some ten thousand sets of attributes for its messages, and no daemon sends more.
 */
import type { Family } from '../../bgp/prefix.ts'
import { WireError } from '../../lib/errors.ts'
import type { CountedMessage } from './message-buffer.ts'
import { tableNextHop } from './mrt-update.ts'
import type { TableRoute } from './mrt-walk.ts'
import type { NextHops } from './next-hops.ts'
import { concat, NO_NLRI } from './nlri-octets.ts'
import type { StreamOptions, StreamSource } from './options.ts'
import { rawAttributes } from './raw-attributes.ts'
import { rewriteAttributes } from './rewrite.ts'
import { encodeParts, NO_PARTS, type UpdateParts } from './update-parts.ts'

export interface TableOptions extends StreamOptions {
  readonly source: StreamSource
}

export interface TableBuilder {
  add(route: TableRoute): void
  /** All messages of what was added; forgets it. */
  take(): Generator<CountedMessage>
}

interface Group {
  readonly parts: UpdateParts
  readonly family: Family
  readonly prefixes: Uint8Array[]
}

export const createTableBuilder = (options: TableOptions, nextHops: NextHops): TableBuilder => {
  const groups: Group[] = []
  const byAttributes = new Map<string, Group>()

  const groupOf = (route: TableRoute): Group => {
    const { family, asWidth, attributes } = route
    const key = `${family}${asWidth}${Buffer.from(attributes).toString('latin1')}`
    const known = byAttributes.get(key)
    if (known && options.pack) return known
    const group = { parts: partsOf(route, options, nextHops), family, prefixes: [] }
    byAttributes.set(key, group)
    groups.push(group)
    return group
  }

  return {
    add(route) {
      groupOf(route).prefixes.push(prefixOctets(route))
    },
    *take() {
      for (const group of groups.splice(0)) yield* messagesOf(group, options.largestMessage)
      byAttributes.clear()
    },
  }
}

const partsOf = (route: TableRoute, options: TableOptions, nextHops: NextHops): UpdateParts => {
  const recorded = rawAttributes(route.attributes)
  const attributes = rewriteAttributes(recorded, route.asWidth, options)
  if (route.family === 'ipv4')
    return { ...NO_PARTS, attributes, nextHop: nextHops.ipv4(recorded.get(NEXT_HOP)?.value) }
  const nextHopIpv6 = nextHops.ipv6(tableNextHop(recorded.get(MP_REACH)))
  return { ...NO_PARTS, attributes, nextHopIpv6 }
}

const NEXT_HOP = 3
const MP_REACH = 14

const messagesOf = (
  { parts, family, prefixes }: Group,
  largest: number,
): readonly CountedMessage[] => {
  const run = { octets: concat(prefixes), count: prefixes.length }
  const [announced, announcedIpv6] = family === 'ipv4' ? [run, NO_NLRI] : [NO_NLRI, run]
  const messages = encodeParts({ ...parts, announced, announcedIpv6 }, largest)
  if (messages) return messages
  throw new WireError(`attributes that fit no message of ${largest} octets`, {
    offset: 0,
    section: 'RFC 4271 4.1',
  })
}

/** Length, then the octets that it needs, with the bits behind it cleared. */
const prefixOctets = ({ prefix: { length, octets } }: TableRoute): Uint8Array => {
  const count = (length + 7) >> 3
  const encoded = new Uint8Array(1 + count)
  encoded[0] = length
  encoded.set(octets.subarray(0, count), 1)
  if (length % 8 !== 0) encoded[count] = (encoded[count] as number) & (0xff00 >> (length % 8))
  return encoded
}
