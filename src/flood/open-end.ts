/** Opens the session of one of our ends with the device under test. */
import { unicast } from '../bgp/address-family.ts'
import { addressBytes, addressText } from '../bgp/nlri.ts'
import { openSession } from '../speaker/open-session.ts'
import type { Session } from '../speaker/session.ts'
import type { Opening } from './jobs.ts'
import type { FloodPeer } from './types.ts'

/** Rejects with a BackendError that says what happened last. */
export const openEnd = (
  peer: FloodPeer,
  { families, holdTimeS, connectRetries }: Opening,
  established: (session: Session) => void,
  signal: AbortSignal,
  buffer?: Uint8Array,
): Promise<Session> =>
  openSession(
    {
      remote: peer.remote,
      port: peer.port,
      local: peer.local,
      asn: peer.asn,
      routerId: routerId(peer.local),
      holdTimeS,
      connectRetries,
      capabilities: { families: families.map(unicast) },
      buffer,
      acceptsEcho: true,
    },
    { established },
    signal,
  )

/** The own address; of an IPv6 address the last 32 bits, which RFC 6286 allows. */
const routerId = (local: string): string => {
  const octets = addressBytes(local)
  return octets.length === 4 ? local : addressText(octets.slice(12))
}
