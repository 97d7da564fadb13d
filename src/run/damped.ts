/** How long route-flap damping may keep a network other than predicted. */
import type { Topology } from '../model/topology.ts'

/**
 * FRR and Quagga count the age of a penalty in steps of 5 s, and look for what may be used again every
 * 10 s (bgpd/bgp_damp.h): their reuse is later than computed by less than this.
 */
const STEPS_MS = 20_000

/**
 * From the last UPDATE on: after this long no suppressed prefix is left (RFC 2439 section 4.2,
 * T-hold). 0 where nobody damps.
 */
export const dampedForMs = ({ nodes }: Topology): number => {
  const times = nodes.flatMap(({ damping }) => (damping ? [damping.maxSuppressMs] : []))
  return times.length > 0 ? Math.max(...times) + STEPS_MS : 0
}
