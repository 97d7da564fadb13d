/** Addresses as names, for sentences. */

import { speakersOf } from '../measure/speakers.ts'
import type { NodeName, Topology } from '../model/topology.ts'

export interface Names {
  /** The router that speaks from an address; the address where nobody of the lab does. */
  of(address: string): string
  /** The same, only for routers. */
  node(address: string): NodeName | undefined
}

export const namesOf = (topology: Topology): Names => {
  const speakers = speakersOf(topology)
  return { of: (address) => speakers.get(address) ?? address, node: (a) => speakers.get(a) }
}
