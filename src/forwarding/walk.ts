/** The way of one data packet through the forwarding tables, as they are at one instant. */
import type { PacketWay } from '../model/observation.ts'
import type { NodeName } from '../model/topology.ts'
import type { FarNode, Forwarded, Way } from './types.ts'

export interface Packet {
  readonly source: string
  readonly destination: string
}

export const walk = (
  network: Forwarded,
  farNode: FarNode,
  from: NodeName,
  packet: Packet,
): PacketWay => {
  const path: NodeName[] = []
  for (let node = from; ; ) {
    const isLoop = path.includes(node)
    path.push(node)
    if (isLoop) return { outcome: 'loop', path }
    if (!network.isUp(node)) return { outcome: 'dropped', path }
    const found = network.fib(node).lookup(packet.destination)
    if (found === 'local') return { outcome: 'delivered', path }
    if (found === undefined) return { outcome: 'no-route', path }
    const way = found === 'blackhole' ? undefined : choose(found, packet)
    if (!way || !network.carries(way.link, node, packet.source)) return { outcome: 'dropped', path }
    node = farNode(way.link, node)
  }
}

/** Of several equal ways a flow keeps to one, as a kernel does that hashes addresses. */
const choose = (ways: readonly Way[], { source, destination }: Packet): Way | undefined =>
  ways.length < 2 ? ways[0] : ways[hash(`${source} ${destination}`) % ways.length]

/** FNV-1a. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
