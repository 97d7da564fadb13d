import type { SyntheticStream } from '../types.ts'

/**
 * IPv4 announcements of /30 prefixes from 10.0.0.0 on, one in each UPDATE, with three AS numbers and
 * a path for each of them; `more` says what is different.
 */
export const plainStream = (
  tableSize: number,
  more: Partial<SyntheticStream> = {},
): SyntheticStream => ({
  type: 'synthetic',
  family: 'ipv4',
  tableSize,
  groupSize: 1,
  seedPrefix: '10.0.0.0',
  prefixLength: 30,
  pathLength: 3,
  pathVariation: 'each',
  communities: 0,
  extendedCommunities: 0,
  largeCommunities: 0,
  withdrawShare: 0,
  flap: false,
  ...more,
})
