/** How a file becomes a stream of UPDATEs. Nothing of it concerns files of encoded messages. */
import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'

const source = z.strictObject({
  /** Who sends it: own AS number. */
  asn: z.number().int().min(1).max(0xffffffff),
  /** Own address: the next hop of its family. */
  address: z.union([z.ipv4(), z.ipv6()]),
  /** The next hop of the other family, where it is needed. */
  otherAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** The session is iBGP: with LOCAL_PREF, and nothing is prepended. */
  internal: z.boolean(),
})

export const streamOptions = z.strictObject({
  /** Found out from content and name when absent. */
  format: z.enum(['raw', 'mrt', 'exabgp']).optional(),
  source: source.optional(),
  /** The source itself, or the address in the file. */
  nextHop: z.enum(['self', 'keep']).default('self'),
  /**
   * Own AS number in front of the recorded path, over eBGP. `needed`: unless it is there. Many
   * daemons refuse a path that does not begin with the AS of the peer.
   */
  prepend: z.enum(['needed', 'always', 'never']).default('needed'),
  /** Prefixes with equal attributes share an UPDATE: tables, and lines that follow each other. */
  pack: z.boolean().default(true),
  families: z.array(z.enum(['ipv4', 'ipv6'])).default(['ipv4', 'ipv6']),
  /**
   * Whose routes of an MRT file: `192.0.2.1`, `AS64500`, `#3` (its number in the table, or among the
   * peers in order of appearance, from 0) or `all`. The peer with most routes when absent.
   */
  peer: z.string().min(1).optional(),
  /** Octets of a message: 65535 where the session has extended messages (RFC 8654). */
  largestMessage: z.number().int().min(100).max(65_535).default(4096),
})

export type StreamOptionsInput = z.input<typeof streamOptions>
export type StreamOptions = z.output<typeof streamOptions>
export type StreamSource = z.output<typeof source>

/** The source's address of a family. IPv6 next hops of an IPv4 source are IPv4-mapped. */
export const addressOf = (
  { address, otherAddress }: StreamSource,
  family: 'ipv4' | 'ipv6',
): string | undefined => {
  const both = [address, otherAddress ?? '']
  if (family === 'ipv4') return both.find((text) => isIPv4(text))
  return both.find((text) => isIPv6(text)) ?? `::ffff:${address}`
}
