import { setMaxListeners } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentMessage } from '../../agent/protocol.ts'
import { followedNetworks } from '../../forwarding/followed.ts'
import { Channel } from '../../lib/channel.ts'
import { type CaptureDecoder, createCaptureDecoder } from '../../measure/capture.ts'
import { type LoadRanges, loadRanges } from '../../measure/load-share.ts'
import type { Observation } from '../../model/observation.ts'
import type { Clock, ObserveOptions } from '../../model/testbed.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { guestPools, isGuest } from '../guest-address.ts'
import { probeStreams } from '../probe-streams.ts'
import type { AgentClient } from './agent-client.ts'
import { CaptureFile } from './capture-file.ts'
import type { Kinds } from './compiled.ts'
import type { Engine } from './engine.ts'
import { bootId, hostSampled, type OwnMeter, ownMeter } from './host-sample.ts'
import { readKernelRoutes } from './kernel-routes.ts'
import { containerName, LABEL } from './labels.ts'
import { followLog } from './logs.ts'
import { readMonitorLine } from './monitor-line.ts'

interface Watched {
  readonly node: Node
  /** Link of each interface, by the interface's name in the namespace. */
  links: Readonly<Record<string, string>>
  /** Absent until its observers have started: what comes before is the rest of an earlier iteration's. */
  decoder: CaptureDecoder | undefined
  readonly newDecoder: () => CaptureDecoder
  file: CaptureFile | undefined
  restarts: number
}

export interface Observed {
  readonly engine: Engine
  readonly agent: Pick<AgentClient, 'ask' | 'onEvent'>
  readonly clock: Pick<Clock, 'now'>
  readonly topology: Topology
  readonly kinds: Kinds
}

/** Everything seen from now on. Resolves when the observers listen. */
export const observe = async (
  lab: Observed,
  options: ObserveOptions,
  signal: AbortSignal,
): Promise<AsyncIterable<Observation>> => {
  const { agent, topology } = lab
  // One log follower a node: more listeners than Node takes for normal.
  setMaxListeners(0, signal)
  const channel = new Channel<Observation>()
  const unseen = options.loadRanges ?? []
  const load = unseen.length > 0 ? loadRanges(unseen) : undefined
  const watched = new Map(topology.nodes.map((node) => [node.name, watch(node, topology, load)]))
  if (options.captureFolder) mkdirSync(options.captureFolder, { recursive: true })
  const own = ownMeter(() => lab.clock.now())
  const leave = agent.onEvent((event) => {
    for (const seen of read(event, watched, options, own)) channel.push(seen)
  })
  followLogs(lab, channel, signal)
  const probes = options.probeIntervalMs > 0 ? probeStreams(topology, options.probeStreams) : []
  const { probeIntervalMs } = options
  const unheard = unseen.length > 0 ? guestPools(topology, unseen) : []
  const host = { label: `${LABEL.lab}=${topology.name}`, bootId: bootId() }
  const follow = followedNetworks(topology).map(({ prefix }) => prefix)
  await agent.ask({ do: 'observe', probes, probeIntervalMs, unseen, unheard, follow, host })
  signal.addEventListener('abort', () => {
    // The next iteration of a plan observes with the same agent, into a folder of its own.
    leave()
    own.stop()
    for (const { file, decoder } of watched.values()) {
      file?.close()
      for (const seen of decoder?.flush() ?? []) channel.push(seen)
    }
    channel.close()
  })
  return channel
}

const watch = (node: Node, topology: Topology, load: LoadRanges | undefined): Watched => {
  const newDecoder = () => decoderOf(node, topology, load)
  return { node, links: {}, decoder: undefined, newDecoder, file: undefined, restarts: 0 }
}

const decoderOf = (
  node: Node,
  topology: Topology,
  load: LoadRanges | undefined,
): CaptureDecoder => {
  const own = topology.links.flatMap((link) => link.ends.filter((end) => end.node === node.name))
  const addresses = own.flatMap(({ ipv4, ipv6 }) => (ipv6 ? [ipv4, ipv6] : [ipv4]))
  const { ipv4, ipv6 } = node.loopback
  return createCaptureDecoder({
    node: node.name,
    addresses: new Set([...addresses, ipv4, ...(ipv6 ? [ipv6] : [])]),
    ...(load && { load }),
  })
}

const read = (
  event: Extract<AgentMessage, { event: string }>,
  watched: ReadonlyMap<string, Watched>,
  options: ObserveOptions,
  own: OwnMeter,
): readonly Observation[] => {
  const node = 'node' in event ? watched.get(event.node) : undefined
  switch (event.event) {
    case 'interfaces':
      if (node) renew(node, event.links, options)
      return []
    case 'capture':
      return node ? readCapture(node, Buffer.from(event.data, 'base64')) : []
    case 'monitor':
      return node ? readLine(event.line, node) : []
    case 'routes':
      return node ? [readRoutes(event, node)] : []
    case 'probe': {
      const { event: _, address: canary, ...rest } = event
      return [{ type: 'probe-changed', canary, ...rest }]
    }
    case 'host':
      return [hostSampled(event, own.since())]
    case 'use':
      return [{ at: event.at, type: 'resources-sampled', nodes: event.nodes }]
    case 'node':
      return [{ at: event.at, type: 'node-changed', node: event.node, running: event.running }]
    case 'observer-failed':
      return [{ at: event.at, type: 'observer-failed', node: event.node, what: event.what }]
    case 'lease-expired':
      return [{ at: event.at, type: 'observer-failed', node: '*', what: 'the lease ran out' }]
  }
}

const readCapture = ({ file, decoder }: Watched, bytes: Uint8Array): readonly Observation[] => {
  file?.write(bytes)
  return decoder?.push(bytes) ?? []
}

/** A new namespace: its capture begins with a new header, so it is a new stream and a new file. */
const renew = (node: Watched, links: Watched['links'], { captureFolder }: ObserveOptions): void => {
  node.links = links
  node.decoder = node.newDecoder()
  node.file?.close()
  node.restarts += 1
  const name =
    node.restarts === 1 ? `${node.node.name}.pcap` : `${node.node.name}.${node.restarts}.pcap`
  node.file = captureFolder ? new CaptureFile(join(captureFolder, name)) : undefined
}

const readLine = (line: string, { node, links }: Watched): readonly Observation[] => {
  const seen = readMonitorLine(line)
  if (seen?.type === 'route') {
    const { at, prefix, nextHops, protocol } = seen
    return [{ at, type: 'fib-changed', node: node.name, prefix, nextHops, protocol }]
  }
  const link = seen && links[seen.interface]
  return link
    ? [{ at: seen.at, type: 'interface-changed', node: node.name, link, up: seen.up }]
    : []
}

const readRoutes = (
  { at, text }: Extract<AgentMessage, { event: 'routes' }>,
  { node }: Watched,
): Observation => ({
  at,
  type: 'fib-read',
  node: node.name,
  routes: Object.fromEntries(readKernelRoutes(text)),
})

const followLogs = (
  { engine, topology, kinds, clock }: Observed,
  channel: Channel<Observation>,
  signal: AbortSignal,
) => {
  for (const node of topology.nodes) {
    const read = kinds(node.kind).logReader()
    const onLine = (line: string) => {
      const event = read(line)
      // A session with a guest is none of the lab: whoever brought him tells of it.
      if (!event || isGuest(event.peer, topology)) return
      const { at, peer, up, reason } = event
      channel.push({ at, type: 'session-changed', node: node.name, peer, up, reason })
    }
    const onLost = (what: string) =>
      channel.push({ at: clock.now(), type: 'observer-failed', node: node.name, what })
    const container = containerName(topology.name, node.name)
    followLog({ engine, container, clock, onLine, onLost }, signal)
  }
}
