import type { Observation } from '../model/observation.ts'
import type { Topology } from '../model/topology.ts'

/** The session that a router speaks of, by the address or the name of the other end. */
export const sessionOf = (
  { node, peer }: Extract<Observation, { type: 'session-changed' }>,
  topology: Topology | undefined,
): string =>
  topology?.sessions.find(({ ends: [a, b] }) =>
    [[a, b] as const, [b, a] as const].some(
      ([own, far]) => own.node === node && (far.address === peer || far.node === peer),
    ),
  )?.id ?? `${node} ${peer}`
