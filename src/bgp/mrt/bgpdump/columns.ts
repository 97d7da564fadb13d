/** The last columns of a route: they are the same in almost all lines. */
import type { DumpAttributes } from './attributes.ts'
import type { LineOptions } from './lines.ts'

/** From the AS path to the MED. A missing number is 0; a missing next hop is all ones. */
export const head = (route: DumpAttributes, nextHop = route.nextHop): string => {
  const { path, origin, localPref = 0, med = 0 } = route
  return `${path}|${origin}|${nextHop ?? '255.255.255.255'}|${localPref}|${med}`
}

/** From the communities on; each column ends with its bar. */
export const tail = (route: DumpAttributes, options: LineOptions): string => {
  const large = options.largeCommunities ? `${route.largeCommunities}|` : ''
  const unknown = options.unknown ? `${unknownText(route)}|` : ''
  return `${route.communities}|${large}${aggregation(route)}${unknown}`
}

/** `NAG||`, or with an aggregator `AG|64500 192.0.2.1|`. */
export const aggregation = ({ atomicAggregate, aggregator }: DumpAttributes): string =>
  `${atomicAggregate ? 'AG' : 'NAG'}|${aggregator}|`

/** `code:flags:value` in hexadecimal. */
const unknownText = ({ unknown }: DumpAttributes): string =>
  unknown.map(({ code, flags, value }) => `${hex([code])}:${hex([flags])}:${hex(value)}`).join(' ')

const hex = (octets: Uint8Array | readonly number[]): string => Buffer.from(octets).toString('hex')
