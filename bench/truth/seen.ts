/** What the witness saw, as lists of events that can stand beside those of a journal. */
import { type Message, readMessages } from './messages.ts'
import { readPackets } from './packets.ts'
import { readMonitor, readSessionLog } from './texts.ts'
import type { Evidence } from './witness.ts'

export interface SeenMessage extends Message {
  readonly node: string
}

export interface SeenRoute {
  readonly at: number
  readonly node: string
  readonly prefix: string
  readonly gateways: readonly string[]
}

export interface SeenChange {
  readonly at: number
  readonly node: string
  readonly up: boolean
  /** Of a session. */
  readonly peer?: string
}

export interface Seen {
  /** Received by the nodes, from the captures inside of them. */
  readonly inside: readonly SeenMessage[]
  /** The same from the captures on the links. */
  readonly between: readonly SeenMessage[]
  readonly routes: readonly SeenRoute[]
  readonly devices: readonly SeenChange[]
  readonly sessions: readonly SeenChange[]
}

/** All in the order of time. `nodeOf`: node of each address. */
export const readEvidence = (
  { nodes, links, monitors, logs }: Evidence,
  nodeOf: ReadonlyMap<string, string>,
): Seen => {
  const received = (file: Buffer): readonly SeenMessage[] =>
    readMessages(readPackets(file)).flatMap((message) => {
      const node = nodeOf.get(message.to)
      return node === undefined ? [] : [{ node, ...message }]
    })
  const monitored = [...monitors].map(([node, text]) => ({ node, ...readMonitor(text) }))
  return {
    inside: inOrder(
      [...nodes].flatMap(([name, file]) => received(file).filter(({ node }) => node === name)),
    ),
    between: inOrder([...links.values()].flatMap(received)),
    routes: inOrder(
      monitored.flatMap(({ node, routes }) =>
        routes
          .filter(({ protocol }) => protocol === 'bgp')
          .map(({ at, prefix, gateways, deleted }) => ({
            ...{ at, node, prefix },
            gateways: deleted ? [] : gateways,
          })),
      ),
    ),
    devices: inOrder(
      monitored.flatMap(({ node, links: lines }) =>
        lines.map(({ at, carrier }) => ({ at, node, up: carrier })),
      ),
    ),
    sessions: inOrder(
      [...logs].flatMap(([node, text]) => readSessionLog(text).map((line) => ({ node, ...line }))),
    ),
  }
}

const inOrder = <Event extends { readonly at: number }>(events: readonly Event[]): Event[] =>
  [...events].sort((a, b) => a.at - b.at)
