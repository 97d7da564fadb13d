/** Reads lines of `ip -ts -o monitor link route` (iproute2), TZ=UTC. */

export type MonitorEvent =
  | {
      readonly type: 'route'
      readonly at: number
      readonly prefix: string
      readonly nextHops: readonly string[]
      readonly protocol: string
    }
  | { readonly type: 'link'; readonly at: number; readonly interface: string; readonly up: boolean }

const LINE = /^\[([^\]]+)\] (Deleted )?(.*)$/
const LINK = /^\d+: ([^:@]+)(?:@[^:]+)?: <([^>]*)>/
const ROUTE = /^(?:unicast )?([0-9a-f.:]+(?:\/\d+)?|default) (.*)$/

export const readMonitorLine = (line: string): MonitorEvent | undefined => {
  const found = LINE.exec(line)
  if (!found) return undefined
  const [, stamp, deleted, rest] = found as unknown as [string, string, string | undefined, string]
  const at = readStamp(stamp)
  return readLink(at, rest, deleted !== undefined) ?? readRoute(at, rest, deleted !== undefined)
}

/** Microseconds survive: a Date has only milliseconds. */
const readStamp = (stamp: string): number => {
  const [whole = '', fraction = ''] = stamp.split('.')
  return Date.parse(`${whole}Z`) + Number(`0.${fraction}`) * 1000
}

const readLink = (at: number, text: string, deleted: boolean): MonitorEvent | undefined => {
  const [, name, flags] = LINK.exec(text) ?? []
  if (name === undefined || flags === undefined) return undefined
  return {
    type: 'link',
    at,
    interface: name,
    up: !deleted && flags.split(',').includes('LOWER_UP'),
  }
}

const readRoute = (at: number, text: string, deleted: boolean): MonitorEvent | undefined => {
  const [, prefix, attributes] = ROUTE.exec(text) ?? []
  // The local table holds the router's own addresses, not its routes.
  if (prefix === undefined || attributes === undefined || / table local /.test(text))
    return undefined
  const nextHops = [...attributes.matchAll(/via (?:inet6? )?(\S+)/g)].map(
    ([, hop]) => hop as string,
  )
  const protocol = attributes.match(/proto (\S+)/)?.[1] ?? 'unknown'
  return {
    type: 'route',
    at,
    prefix: withLength(prefix),
    nextHops: deleted ? [] : nextHops,
    protocol,
  }
}

const withLength = (prefix: string): string => {
  if (prefix.includes('/') || prefix === 'default') return prefix
  return `${prefix}/${prefix.includes(':') ? 128 : 32}`
}
