/**
 * Probe streams between canaries, exact: instead of packets at an interval, both ways of a round trip
 * are walked whenever something changes that they depend on. What is told has the meaning that it
 * has for packets (docs/measurements.md), with the instant of the change in place of that of a packet.
 */
import { type Address, contains, parseAddress, parsePrefix } from '../../bgp/prefix.ts'
import { farNodes } from '../../forwarding/far-node.ts'
import type { FarNode } from '../../forwarding/types.ts'
import { walk } from '../../forwarding/walk.ts'
import type { Observation, PacketWay } from '../../model/observation.ts'
import type { NodeName, PrefixText, Topology } from '../../model/topology.ts'
import { probeStreams } from '../probe-streams.ts'
import type { SimNetwork } from './network-types.ts'

export type WayChange = Extract<Observation, { type: 'way-changed' }>
export type ProbeChange = Extract<Observation, { type: 'probe-changed' }>

type Network = Pick<SimNetwork, 'nowMs' | 'schedule' | 'fib' | 'carries' | 'isUp'>

interface Stream {
  readonly index: number
  readonly from: NodeName
  readonly source: string
  readonly to: NodeName
  readonly canary: string
  /** Source and canary. */
  readonly ends: readonly Address[]
  /** The network with the canary. */
  readonly prefix: PrefixText
  way: PacketWay | undefined
  /** Absent until it has been answered: what never worked cannot be lost. */
  state: 'answered' | 'lost' | undefined
  lostAt: number
}

export interface ProbeOptions {
  readonly topology: Topology
  readonly intervalMs: number
  readonly limit: number
  /** `at` is a time of the network. */
  tell(change: ProbeChange | WayChange): void
}

export class Probes {
  readonly #network: Network
  readonly #options: ProbeOptions
  readonly #streams: readonly Stream[]
  readonly #startedAt: number
  readonly #farNode: FarNode
  /** Streams with an end in the prefix. */
  readonly #inPrefix = new Map<PrefixText, readonly Stream[]>()
  #changed = new Set<Stream>()
  /** Of this look: a way there is also the way back of another stream. */
  #walks = new Map<string, PacketWay>()

  constructor(network: Network, options: ProbeOptions) {
    this.#network = network
    this.#options = options
    this.#startedAt = network.nowMs
    this.#streams = streamsOf(options)
    this.#farNode = farNodes(options.topology)
    for (const stream of this.#streams) this.#lookAt(stream)
  }

  /** The route for this prefix has changed somewhere; without one, anything may have. */
  changed(prefix?: PrefixText): void {
    const isFirst = this.#changed.size === 0
    for (const stream of prefix === undefined ? this.#streams : this.#concerned(prefix))
      this.#changed.add(stream)
    // After all that happens at this instant: what lasts no time is not seen by any packet.
    if (isFirst && this.#changed.size > 0)
      this.#network.schedule(this.#network.nowMs, () => this.#look())
  }

  #look(): void {
    const streams = [...this.#changed].sort((a, b) => a.index - b.index)
    this.#changed = new Set()
    this.#walks = new Map()
    for (const stream of streams) this.#lookAt(stream)
  }

  #lookAt(stream: Stream): void {
    this.#follow(stream)
    // Whoever sends the probes is gone, and begins anew when he is back.
    if (!this.#network.isUp(stream.from)) {
      stream.state = undefined
      return
    }
    const cause = this.#causeOfLoss(stream)
    if (cause === undefined) this.#answered(stream)
    else if (stream.state === 'answered') this.#lost(stream, cause)
  }

  /** One way only: what becomes of packets of the node to the prefix. */
  #follow(stream: Stream): void {
    const { from, source, to, canary, prefix, way: before } = stream
    const now = this.#walk(from, source, canary)
    stream.way = now
    if (!before || (before.outcome === now.outcome && before.path.join() === now.path.join()))
      return
    const at = this.#network.nowMs
    this.#options.tell({ at, type: 'way-changed', node: from, to, prefix, ...now, before })
  }

  #answered(stream: Stream): void {
    if (stream.state === 'lost') this.#tell(stream, { packets: this.#packets(stream), lost: false })
    stream.state = 'answered'
  }

  #lost(stream: Stream, cause: NonNullable<ProbeChange['cause']>): void {
    stream.state = 'lost'
    stream.lostAt = this.#network.nowMs
    this.#tell(stream, { packets: 0, lost: true, cause })
  }

  #tell({ from, to, canary }: Stream, change: Pick<ProbeChange, 'lost' | 'packets' | 'cause'>) {
    const { tell } = this.#options
    tell({ at: this.#network.nowMs, type: 'probe-changed', from, to, canary, ...change })
  }

  /** Packets sent at the interval that this gap has taken. */
  #packets({ lostAt }: Stream): number {
    const sentBefore = (timeMs: number) =>
      Math.ceil((timeMs - this.#startedAt) / this.#options.intervalMs)
    return sentBefore(this.#network.nowMs) - sentBefore(lostAt)
  }

  /** Undefined when a round trip is possible; else why not, as far as ICMP would tell the sender. */
  #causeOfLoss({ from, source, canary }: Stream): ProbeChange['cause'] {
    const there = this.#walk(from, source, canary)
    const last = there.path.at(-1) ?? from
    const comesBack = last === from || this.#walk(last, canary, source).outcome === 'delivered'
    if (there.outcome === 'delivered') return comesBack ? undefined : 'silent'
    if (!comesBack || there.outcome === 'dropped') return 'silent'
    return there.outcome === 'loop' ? 'ttl-exceeded' : 'no-route'
  }

  #walk(from: NodeName, source: string, destination: string): PacketWay {
    const key = `${from} ${source} ${destination}`
    const known = this.#walks.get(key)
    if (known) return known
    const found = walk(this.#network, this.#farNode, from, { source, destination })
    this.#walks.set(key, found)
    return found
  }

  #concerned(text: PrefixText): readonly Stream[] {
    const known = this.#inPrefix.get(text)
    if (known) return known
    const prefix = parsePrefix(text)
    const isInside = (end: Address) => prefix !== undefined && contains(prefix, end)
    const found = this.#streams.filter(({ ends }) => ends.some(isInside))
    // Of a load there may be very many that concern nobody.
    this.#inPrefix.set(text, found.length > 0 ? found : NONE)
    return found
  }
}

const NONE: readonly Stream[] = []

const streamsOf = ({ topology, limit }: ProbeOptions): readonly Stream[] => {
  const networks = topology.nodes.flatMap((node) => node.networks)
  const prefixes = new Map(networks.map(({ canary, prefix }) => [canary, prefix]))
  return probeStreams(topology, limit)
    .flatMap(({ from, source, targets }) =>
      targets.map(({ to, address: canary }) => ({ from, source, to, canary })),
    )
    .map((stream, index) => ({
      index,
      ...stream,
      ends: [stream.source, stream.canary].flatMap((text) => parseAddress(text) ?? []),
      prefix: prefixes.get(stream.canary) ?? stream.canary,
      way: undefined,
      state: undefined,
      lostAt: 0,
    }))
}
