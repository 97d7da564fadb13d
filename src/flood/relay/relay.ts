/** The relay as a server, or as two connections out. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { BackendError } from '../../lib/errors.ts'
import type { PortCounts } from './counts.ts'
import { Hub } from './hub.ts'
import { joinPair } from './pair.ts'
import { portOwner } from './port-owner.ts'

export interface RelayPort {
  readonly address: string
  /** 0 lets the system choose when it listens. */
  readonly port: number
}

export type RelayOptions =
  /** Everybody connects to one port; the sink is the peer with that address. */
  | { readonly mode: 'hub'; readonly listen: RelayPort; readonly sink: string }
  /** Two peers connect to one port each; the same port twice is for both. */
  | { readonly mode: 'pair'; readonly listen: readonly [RelayPort, RelayPort] }
  | { readonly mode: 'pair'; readonly connect: readonly [RelayPort, RelayPort] }

export interface RelayEvents {
  joined(peer: string, role: PortCounts['role']): void
  left(counts: PortCounts, problem: string | undefined): void
}

export interface Relay {
  /** Where it listens: nothing when it connects out. */
  readonly ports: readonly RelayPort[]
  close(): Promise<void>
}

/** Listening, or connected, when the promise is fulfilled; else a BackendError. */
export const startRelay = (options: RelayOptions, events: RelayEvents): Promise<Relay> => {
  if (options.mode === 'hub') return startHub(options.listen, options.sink, events)
  return 'connect' in options
    ? connectPair(options.connect, events)
    : listenPair(options.listen, events)
}

const startHub = async (at: RelayPort, sink: string, events: RelayEvents): Promise<Relay> => {
  const hub = new Hub(sink, events)
  const server = await listen(at, (socket) => hub.accept(socket))
  return {
    ports: [portOf(server)],
    close: () => {
      hub.close()
      return closed([server])
    },
  }
}

const listenPair = async (
  [left, right]: readonly [RelayPort, RelayPort],
  events: RelayEvents,
): Promise<Relay> => {
  const joiner = createJoiner(events)
  const isOne = left.port === right.port && left.address === right.address && left.port !== 0
  const first = await listen(left, (socket) => joiner.came(socket, isOne ? 'any' : 'left'))
  const servers = [first]
  try {
    if (!isOne) servers.push(await listen(right, (socket) => joiner.came(socket, 'right')))
  } catch (error) {
    await closed(servers)
    throw error
  }
  return {
    ports: servers.map(portOf),
    close: () => {
      joiner.close()
      return closed(servers)
    },
  }
}

const connectPair = async (
  ends: readonly [RelayPort, RelayPort],
  events: RelayEvents,
): Promise<Relay> => {
  const joiner = createJoiner(events)
  const sockets = await Promise.all(ends.map(connected))
  for (const [index, socket] of sockets.entries()) joiner.came(socket, index ? 'right' : 'left')
  return {
    ports: [],
    close: async () => joiner.close(),
  }
}

/** Holds the first of two until the second is there. */
const createJoiner = (events: RelayEvents) => {
  const waiting = new Map<string, Socket>()
  const all = new Set<Socket>()
  return {
    came: (socket: Socket, side: 'left' | 'right' | 'any'): void => {
      all.add(socket)
      socket.once('close', () => {
        all.delete(socket)
        if (waiting.get(side) === socket) waiting.delete(side)
      })
      events.joined(`${socket.remoteAddress}:${socket.remotePort}`, 'peer')
      const wanted = side === 'any' ? 'any' : side === 'left' ? 'right' : 'left'
      const partner = waiting.get(wanted)
      if (!partner) {
        // An error before the partner is there only ends the wait.
        socket.on('error', () => {})
        waiting.get(side)?.destroy()
        waiting.set(side, socket)
        return
      }
      waiting.delete(wanted)
      joinPair(partner, socket, events)
      partner.resume()
      socket.resume()
    },
    close: (): void => {
      for (const socket of all) socket.destroy()
    },
  }
}

const listen = async (
  { address, port }: RelayPort,
  accept: (socket: Socket) => void,
): Promise<Server> => {
  const server = createServer({ pauseOnConnect: true, noDelay: true }, accept)
  const where = `${address}:${port}`
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(where, port, cause)))
    server.listen(port, address, resolve)
  })
  return server
}

const cannotListen = (where: string, port: number, cause: NodeJS.ErrnoException): BackendError => {
  const isTaken = cause.code === 'EADDRINUSE'
  const owner = isTaken ? portOwner(port) : undefined
  return new BackendError(`cannot listen on ${where}${owner ? `: ${owner} does` : ''}`, {
    cause,
    hint: isTaken
      ? 'end that program, or choose another address or port'
      : cause.code === 'EACCES'
        ? 'ports below 1024 need root or CAP_NET_BIND_SERVICE'
        : undefined,
  })
}

const connected = ({ address, port }: RelayPort): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true }, () => {
      socket.pause()
      resolve(socket)
    })
    socket.once('error', (cause) =>
      reject(new BackendError(`cannot connect to ${address}:${port}`, { cause })),
    )
  })

const portOf = (server: Server): RelayPort => {
  const { address, port } = server.address() as AddressInfo
  return { address, port }
}

const closed = async (servers: readonly Server[]): Promise<void> => {
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  )
}
