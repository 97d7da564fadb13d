/** Whose routes an MRT file holds, and which of them are wanted. */

import type { Endpoint } from '../../bgp/mrt/record.ts'
import { addressBytes, addressText } from '../../bgp/nlri.ts'
import { parseAddress } from '../../bgp/prefix.ts'
import { InputError } from '../../lib/errors.ts'

export interface PeerCount {
  /** In the table of peers, or by order of appearance. */
  readonly index: number
  readonly peer: Endpoint
  routes: number
}

/** One key for each peer of a file. */
export const peerKey = ({ asn, address }: Endpoint): string => `${addressText(address)} ${asn}`

export type PeerChoice = (index: number, peer: Endpoint) => boolean

/** `all`, `#3`, `AS64500`, `64500` or an address; InputError for anything else. */
export const parsePeerChoice = (text: string): PeerChoice => {
  if (text === 'all') return () => true
  const index = /^#(\d+)$/.exec(text)?.[1]
  if (index !== undefined) return (number) => number === Number(index)
  const asn = /^(?:AS)?(\d+)$/i.exec(text)?.[1]
  if (asn !== undefined) return (_, peer) => peer.asn === Number(asn)
  if (!parseAddress(text))
    throw new InputError(`peer ${text}: not a peer of an MRT file`, {
      hint: 'write 192.0.2.1, AS64500, #3 (its number in the file) or all',
    })
  const octets = addressBytes(text)
  return (_, { address }) => Buffer.from(address).equals(octets)
}

/** InputError with the peers that there are. */
export const noSuchPeer = (
  name: string,
  choice: string,
  peers: Iterable<PeerCount>,
): InputError => {
  const list = [...peers].sort((a, b) => b.routes - a.routes)
  const shown = list.slice(0, SHOWN).map(({ index, peer, routes }) => {
    return `#${index} ${addressText(peer.address)} AS${peer.asn}, ${routes} routes`
  })
  const more = list.length > SHOWN ? [`and ${list.length - SHOWN} more`] : []
  const hint = `one of: ${[...shown, ...more].join('; ')}`
  return new InputError(`${name}: no routes of peer ${choice}`, { hint })
}

const SHOWN = 10
