/** RFC 4271 section 6.8, with the tie break of RFC 6286 section 2.3. */
import { addressBytes } from '../nlri.ts'
import type { Open } from '../open.ts'

type Speaker = Pick<Open, 'routerId' | 'asn'>

/**
 * Two connections of one peer: the one that the speaker with the higher BGP identifier (as a number;
 * with equal ones, the higher AS number) initiated survives. True when that is ours.
 */
export const ourConnectionSurvives = (local: Speaker, remote: Speaker): boolean => {
  const difference = identifier(local) - identifier(remote)
  return difference === 0 ? local.asn > remote.asn : difference > 0
}

const identifier = ({ routerId }: Speaker): number =>
  addressBytes(routerId).reduce((number, octet) => number * 256 + octet, 0)
