/**
 * Load beside the simulated lab: a host more, with a cable and a BGP session to the router that hears
 * the UPDATEs and to the one that tells what became of them.
 */
import type { PeerConfig } from '../../bgp/router/config.ts'
import { usesTags } from '../../kinds/policy-view.ts'
import { BackendError } from '../../lib/errors.ts'
import type { Load, LoadEvent, LoadSession } from '../../model/load.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { loadEvents } from '../load-events.ts'
import { EPOCH_MS, type SimClock } from './clock.ts'
import { type GuestEnd, GuestHost } from './load-cables.ts'
import { LoadEngine } from './load-engine.ts'
import { intakeOf } from './load-intake.ts'
import { GuestSession } from './load-session.ts'
import type { Beside } from './network-types.ts'

export interface LoadPlace {
  readonly beside: Beside
  readonly clock: SimClock
  readonly topology: Topology
  /** Cables in use. */
  readonly cables: Set<number>
}

/** As for Docker: see `startLoad` of model/testbed.ts. */
export const startLoad = async (
  place: LoadPlace,
  load: Load,
  signal: AbortSignal,
): Promise<AsyncIterable<LoadEvent>> => {
  signal.throwIfAborted()
  const { beside, clock } = place
  const host = new GuestHost(place, load)
  const [source, sink] = [host.end('source'), host.end('sink')]
  const engine = new LoadEngine({
    ...{ beside, clock, load },
    source: sessionOf(source, host, place),
    sink: sessionOf(sink, host, place),
    cableMs: source.delayMs,
  })
  try {
    bringGuest(source, place, load, (octets) => engine.taken(octets))
    bringGuest(sink, place, load, () => undefined)
    await engine.establish(signal)
  } catch (error) {
    leave(engine, host, place)
    throw error
  }
  return loadEvents({
    ...{ load, clock },
    sessions: [source, sink].map(shown),
    wallOf: (atMs) => EPOCH_MS + atMs,
    tools: {
      ...{ engine, signal },
      now: () => beside.net.queue.nowMs,
      // An abort ends the load by its signal.
      pause: (ms) => clock.until(clock.now() + ms, signal).catch(() => undefined),
    },
    leave: async () => leave(engine, host, place),
  })
}

const leave = (engine: LoadEngine, host: GuestHost, place: LoadPlace): void => {
  engine.close()
  for (const end of [host.end('source'), host.end('sink')]) sendAway(end, place)
  host.leave()
}

const sessionOf = (end: GuestEnd, host: GuestHost, { beside, topology }: LoadPlace) => {
  const { timers, asn: peerAsn } = nodeOf(end, topology)
  const { address, nodeAddress, asn, family } = end
  return new GuestSession({
    ...{ net: beside.net, host: host.host, peerAsn, asn, family },
    ...{ local: address, remote: nodeAddress },
    holdTimeS: Math.round(timers.holdMs / 1000),
  })
}

/** Of a router that is down there is nothing to ask. */
const bringGuest = (
  end: GuestEnd,
  { beside, topology }: LoadPlace,
  load: Load,
  took: (octets: number) => void,
): void => {
  const speaker = beside.node(end.node).answering
  const random = beside.random.fork(`intake ${load.id} ${end.role}`)
  speaker.addGuest(peerOf(end, topology), intakeOf({ random, took }))
}

/** A router that came back has no guests; one that stands still sends him away when it goes on. */
const sendAway = (end: GuestEnd, { beside, topology }: LoadPlace): void => {
  const { speaker } = beside.node(end.node)
  speaker?.inbox.add(() => speaker.removeGuest(peerOf(end, topology)))
}

/** By the rules for a customer where the lab has relationships; a sink is shown everything. */
const peerOf = (end: GuestEnd, topology: Topology): PeerConfig => ({
  name: end.address,
  type: 'ebgp',
  asn: end.asn,
  address: end.address,
  localAddress: end.nodeAddress,
  family: end.family,
  ...(end.role === 'source' && usesTags(topology) && { relation: 'customer' as const }),
  mrai: { ms: nodeOf(end, topology).timers.mraiMs, per: 'peer' },
})

const nodeOf = ({ node }: Pick<GuestEnd, 'node'>, { nodes }: Topology): Node => {
  const found = nodes.find(({ name }) => name === node)
  if (!found) throw new BackendError(`no node ${node}`)
  return found
}

const shown = ({ role, node, nodeAddress, address, asn }: GuestEnd): LoadSession => ({
  ...{ role, node, nodeAddress, address, asn },
})
