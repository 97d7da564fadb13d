import type { Invariant } from './invariant.ts'

/** In the final state no packet is in a loop, and none is lost on the way to a prefix that is known. */
export const forwards: Invariant = {
  name: 'forwards',
  check: ({ final }) =>
    (final?.lostWays ?? []).map(({ node, address, what }) => `${node} to ${address}: ${what}`),
}
