/** A flood engine beside a running lab, with a session for its source and one for its sink. */
import { engineOver } from '../../flood/remote/engine.ts'
import type { Engine as FloodEngine, FloodPeer, FloodSetup } from '../../flood/types.ts'
import type { LoadSession } from '../../model/load.ts'
import type { Family } from '../../model/topology.ts'
import { CABLES, type Cable, cableAt } from '../guest-address.ts'
import type { AgentClient } from './agent-client.ts'
import type { Engine } from './engine.ts'
import { bringGuests, type GuestWanted, type Lab, sendAway } from './guests.ts'
import { type LoadContainer, startLoadContainer } from './load-container.ts'

export interface FloodPlace {
  /** Names the container. */
  readonly id: string
  readonly into: string
  readonly out: string
  readonly family: Family
  /** What will be announced: no address of a cable may be in it. */
  readonly ranges: readonly string[]
}

export interface LabFlood extends AsyncDisposable {
  readonly source: FloodPeer
  readonly sink: FloodPeer
  readonly sessions: readonly LoadSession[]
  /** An engine whose sessions come from the container. */
  makeEngine(setup: FloodSetup): FloodEngine
  /** Engine's wall clock of an instant of the flood. */
  wallOf(atMs: number): number
}

export interface FloodHost extends Lab {
  readonly engine: Engine
  readonly agent: AgentClient
  /** Builds the image unless it is there; gives its tag. */
  image(): Promise<string>
  /** Cables in use. */
  readonly cables: Set<number>
}

const BGP_PORT = 179

/** Whatever is made is taken away again, when this rejects or when the flood is disposed of. */
export const openLabFlood = async (
  host: FloodHost,
  place: FloodPlace,
  signal: AbortSignal,
): Promise<LabFlood> => {
  const { at, monotonicMs } = await host.agent.ask<{ at: number; monotonicMs: number }>({
    do: 'ping',
  })
  const image = await host.image()
  signal.throwIfAborted()
  const container = await startLoadContainer(host.engine, host.topology.name, place.id, image)
  const used = takeCables(host, place.into === place.out ? 1 : 2)
  const wanted = guestsOf(host, place, used, container)
  const release = async () => {
    for (const n of used) host.cables.delete(n)
    await container[Symbol.asyncDispose]()
  }
  try {
    await bringGuests(host, wanted, signal)
  } catch (error) {
    await release()
    throw error
  }
  return {
    source: peerOf(wanted[0] as GuestWanted),
    sink: peerOf(wanted[1] as GuestWanted),
    sessions: wanted.map(sessionOf),
    makeEngine: (setup) => engineOver(container.remote, setup),
    wallOf: (atMs) => atMs + at - monotonicMs,
    async [Symbol.asyncDispose]() {
      try {
        await sendAway(host, wanted, AbortSignal.timeout(PATIENCE_MS))
      } finally {
        await release()
      }
    },
  }
}

const PATIENCE_MS = 15_000

const takeCables = ({ cables }: FloodHost, count: number): readonly number[] => {
  const free = Array.from({ length: CABLES }, (_, n) => n).filter((n) => !cables.has(n))
  const taken = free.slice(0, count)
  for (const n of taken) cables.add(n)
  return taken
}

const guestsOf = (
  { topology }: FloodHost,
  { into, out, family, ranges }: FloodPlace,
  [first = 0, second = first]: readonly number[],
  { name: container }: LoadContainer,
): readonly GuestWanted[] => {
  const at = (n: number): Cable => cableAt(n, family, topology, ranges)
  return [
    { node: into, role: 'source', cable: at(first), laysCable: true, family, container },
    { node: out, role: 'sink', cable: at(second), laysCable: second !== first, family, container },
  ]
}

const peerOf = ({ role, cable }: GuestWanted): FloodPeer => ({
  remote: cable.node,
  port: BGP_PORT,
  local: cable[role],
  asn: role === 'source' ? cable.sourceAsn : cable.sinkAsn,
})

const sessionOf = (guest: GuestWanted): LoadSession => ({
  role: guest.role,
  node: guest.node,
  nodeAddress: guest.cable.node,
  address: guest.cable[guest.role],
  asn: peerOf(guest).asn,
})
