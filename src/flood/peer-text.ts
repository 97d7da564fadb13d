/** `remoteIP,localIP,AS[,port]`: kakapo's PEER. IPv6 addresses may stand in brackets. */
import { parseAddress } from '../bgp/prefix.ts'
import { InputError } from '../lib/errors.ts'
import type { FloodPeer } from './types.ts'

/** Throws an InputError with everything that is wrong with any of them. */
export const parsePeers = (texts: readonly string[], defaultPort: number): readonly FloodPeer[] => {
  const parsed = texts.map((text) => parsePeer(text, defaultPort))
  const problems = parsed.filter((one) => typeof one === 'string')
  const peers = parsed.filter((one) => typeof one !== 'string')
  const twice = peers.filter((peer, i) => peers.slice(0, i).some((other) => sameEnds(peer, other)))
  problems.push(
    ...twice.map(
      (peer) =>
        `PEER ${formatPeer(peer)}: two sessions from ${peer.local} to ${peer.remote}\n` +
        '  try: an own address for each session; a BGP router tells its peers apart by address',
    ),
  )
  if (problems.length > 0) throw new InputError(problems)
  return peers
}

export const formatPeer = ({ remote, local, asn, port }: FloodPeer): string =>
  [remote, local, asn, port].join(',')

const sameEnds = (a: FloodPeer, b: FloodPeer): boolean =>
  a.remote === b.remote && a.local === b.local && a.port === b.port

const HINT = '  try: REMOTE,LOCAL,ASN[,PORT], such as 192.0.2.1,192.0.2.9,64505'

const parsePeer = (text: string, defaultPort: number): FloodPeer | string => {
  const wrong = (why: string) => `PEER ${JSON.stringify(text)}: ${why}\n${HINT}`
  const [remote = '', local = '', as = '', port = String(defaultPort), ...more] = text
    .split(',')
    .map((part) => part.trim())
  if (more.length > 0) return wrong('more than four parts')
  const ends = [address(remote), address(local)] as const
  if (ends[0] === undefined) return wrong(`${JSON.stringify(remote)} is not the device's address`)
  if (ends[1] === undefined)
    return wrong(
      local === ''
        ? 'no own address: it is the BGP identifier and the next hop too'
        : `${JSON.stringify(local)} is not an address`,
    )
  if (parseAddress(ends[0])?.family !== parseAddress(ends[1])?.family)
    return wrong('the two addresses are of different families')
  if (!within(as, 0xffff_ffff)) return wrong('the AS must be a number from 1 to 4294967295')
  if (!within(port, 65_535)) return wrong('the port must be a number from 1 to 65535')
  return { remote: ends[0], local: ends[1], asn: Number(as), port: Number(port) }
}

const address = (text: string): string | undefined => {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text
  return parseAddress(bare) && bare
}

/** RFC 7607: AS 0 is nobody's. */
const within = (text: string, max: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max
