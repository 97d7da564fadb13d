/** What each lever does to the network. Every one sets a state and says what it then sees. */
import type { LeverState } from '../../model/effect.ts'
import type { Network } from './network.ts'
import { addressesOf, type SimNode } from './sim-node.ts'

export const setLever = (state: LeverState, network: Network): string =>
  (LEVERS[state.lever] as Pull<LeverState['lever']>)(state, network)

type Pull<Name extends LeverState['lever']> = (
  state: Extract<LeverState, { lever: Name }>,
  network: Network,
) => string

const LEVERS: { readonly [Name in LeverState['lever']]: Pull<Name> } = {
  carrier: ({ end, up }, network) =>
    setInterface(network, end, (held) => {
      held.hasCarrier = up
    }),

  admin: ({ end, up }, network) =>
    setInterface(network, end, (held) => {
      held.isEnabled = up
    }),

  filter: ({ node, drop }, network) => {
    network.fabric.host(node).drop = drop
    network.changed()
    return `${drop.length} rules`
  },

  shape: ({ end, shape }, network) => {
    network.fabric.interface(end.node, end.link).out.shape = shape
    network.changed()
    return JSON.stringify(shape)
  },

  process: ({ node, state, how }, network) => {
    const held = network.node(node)
    if (state === 'stopped') halt(held, how, network)
    else {
      if (held.process === 'stopped') start(held, network)
      if (state === 'paused' && held.process === 'running') held.pause()
      if (state === 'running' && held.process === 'paused') held.resume()
    }
    network.changed()
    return held.process
  },

  daemon: ({ node, daemon, state }, network) => {
    const held = network.node(node)
    held.setDaemon(daemon, state)
    return held.process === 'stopped' ? NODE_IS_DOWN : state
  },

  session: ({ session, node, up }, network) => {
    const held = network.node(node)
    held.setShutDown(peerOf(session, node, network), !up)
    return answerOf(held, up ? 'enabled' : 'shut down')
  },

  routes: ({ node, announce, withdraw }, network) => {
    const held = network.node(node)
    held.setRoutes(announce, withdraw)
    return answerOf(held, `${announce.length} announced, ${withdraw.length} withdrawn`)
  },

  reset: ({ session, node, hard }, network) => {
    const held = network.node(node)
    if (held.process === 'stopped') return NODE_IS_DOWN
    if (held.isStarting) return 'nothing to reset: it has just started'
    held.reset(peerOf(session, node, network), hard)
    return 'done'
  },
}

const NODE_IS_DOWN = 'the node is down'

const setInterface = (
  network: Network,
  { node, link }: Extract<LeverState, { lever: 'carrier' }>['end'],
  change: (held: ReturnType<Network['fabric']['interface']>) => void,
): string => {
  const held = network.fabric.interface(node, link)
  const wasUp = held.isUp
  change(held)
  const isRunning = network.isUp(node)
  if (held.isUp !== wasUp && isRunning) {
    network.see({ type: 'interface-changed', node, link, up: held.isUp })
    network.node(node).interfaceChanged(addressesOf(held.link, node), held.isUp)
  }
  network.changed()
  if (!isRunning) return NODE_IS_DOWN
  if (!held.isEnabled) return 'shut down'
  return held.hasCarrier ? 'carrier' : 'no carrier'
}

const start = (node: SimNode, network: Network): void => {
  node.start()
  network.see({ type: 'node-changed', node: node.host.name, running: true })
}

const halt = (
  node: SimNode,
  how: Extract<LeverState, { lever: 'process' }>['how'],
  network: Network,
): void => {
  if (node.process === 'stopped') return
  node.halt(how)
  network.see({ type: 'node-changed', node: node.host.name, running: false })
}

/** Configuration is kept for a router that starts; one that stands still cannot be told anything. */
const answerOf = (node: SimNode, done: string): string => {
  if (node.process === 'stopped') return NODE_IS_DOWN
  if (node.isStarting) return `${done} when it has started`
  // It throws where nobody does.
  return node.answering ? done : ''
}

const peerOf = (id: string, node: string, { topology }: Network): string => {
  const session = topology.sessions.find((candidate) => candidate.id === id)
  const peer = session?.ends.find((end) => end.node !== node)
  if (!peer) throw new RangeError(`${node} has no session ${id}`)
  return peer.address
}
