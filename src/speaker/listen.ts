/** The side that is connected to: finds the peer that an accepted connection belongs to. */
import { createServer, type Server, type Socket } from 'node:net'
import { encodeMessage } from '../bgp/message.ts'
import { CEASE, cease } from '../bgp/session/notifications.ts'
import { BackendError } from '../lib/errors.ts'
import type { Peer } from './peer.ts'

export interface ListenOptions {
  /** Own address; `::` is all of both families. */
  readonly address: string
  /** 0: a free one. */
  readonly port: number
  /** The peer behind this address, started; undefined sends Cease/Connection Rejected (RFC 4486). */
  peerOf(remoteAddress: string): Peer | undefined
}

export interface Listener {
  readonly address: string
  readonly port: number
  /** No more connections; the peers keep theirs. */
  close(): void
}

/** BackendError when the address cannot be had. */
export const listen = async ({ address, port, peerOf }: ListenOptions): Promise<Listener> => {
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    const peer = peerOf(plainAddress(socket.remoteAddress ?? ''))
    if (peer) peer.accept(socket)
    else reject(socket)
  })
  await started(server, address, port)
  const bound = server.address() as { address: string; port: number }
  return { address: bound.address, port: bound.port, close: () => server.close() }
}

const REJECTED = encodeMessage(cease(CEASE.connectionRejected))
const LINGER_MS = 1000

const reject = (socket: Socket): void => {
  socket.on('error', () => {})
  socket.on('data', () => {})
  socket.end(REJECTED)
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(timer))
}

const started = (server: Server, address: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new BackendError(`cannot listen on ${address} port ${port}`, {
          cause,
          hint: HINTS[cause.code ?? ''],
        }),
      ),
    )
    server.listen({ host: address, port }, () => resolve())
  })

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'ports below 1024 need root or CAP_NET_BIND_SERVICE',
  EADDRINUSE: 'another program listens there: choose another address or port',
  EADDRNOTAVAIL: 'the address is not one of this machine',
}

/** A server on `::` sees IPv4 peers as mapped addresses. */
const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
