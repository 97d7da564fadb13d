/** Decoded UPDATEs as the router takes them. */
import type { Family } from '../prefix.ts'
import { treated, type Update } from '../update.ts'
import { AttributeSet } from './attribute-set.ts'
import type { RouteUpdate } from './events.ts'
import type { PrefixTable } from './prefix-table.ts'

/** What an UPDATE says of one family; malformed announcements withdraw (RFC 7606 section 2). */
export const routeUpdateOf = (update: Update, family: Family, table: PrefixTable): RouteUpdate => {
  const { withdrawn, announced, attributes, nextHopIpv6, endOfRib } = treated(update)
  const isOurs = (prefix: string) => prefix.includes(':') === (family === 'ipv6')
  const come = announced.filter(isOurs).map((prefix) => table.ofText(prefix))
  const { nextHop: ipv4, ...rest } = attributes
  const nextHop = (family === 'ipv4' ? ipv4 : nextHopIpv6?.global) ?? ''
  const linkLocal = family === 'ipv6' ? nextHopIpv6?.linkLocal : undefined
  return {
    withdrawn: withdrawn.filter(isOurs).map((prefix) => table.ofText(prefix)),
    announced: come,
    ...(come.length > 0 && { set: new AttributeSet(rest, nextHop, linkLocal) }),
    ...(endOfRib && { endOfRib }),
  }
}
