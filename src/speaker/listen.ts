/** The side that is connected to: finds the peer that an accepted connection belongs to. */
import { createServer, type Server, type Socket } from 'node:net'
import { encodeMessage } from '../bgp/message.ts'
import { CEASE, cease } from '../bgp/session/notifications.ts'
import { BackendError } from '../lib/errors.ts'
import type { Peer } from './peer.ts'
import { signedHandle } from './tcp-md5.ts'

export interface ListenOptions {
  /** Own address; `::` is all of both families. */
  readonly address: string
  /** 0: a free one. */
  readonly port: number
  /** TCP-MD5 (RFC 2385) by address of the peer. */
  readonly passwords?: ReadonlyMap<string, string>
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
export const listen = async (options: ListenOptions): Promise<Listener> => {
  const { peerOf } = options
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    const peer = peerOf(plainAddress(socket.remoteAddress ?? ''))
    if (peer) peer.accept(socket)
    else reject(socket)
  })
  await started(server, options)
  // One connection that could not be accepted is no reason to stop accepting others.
  server.on('error', () => {})
  const bound = server.address() as { address: string; port: number }
  return { address: bound.address, port: bound.port, close: () => server.close() }
}

const REJECTED = encodeMessage(cease(CEASE.connectionRejected))
const LINGER_MS = 1000

const reject = (socket: Socket): void => {
  socket.on('error', () => {})
  // What it says is read, so that the close is no reset, which might overtake our word.
  socket.resume()
  socket.end(REJECTED)
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(timer))
}

const started = async (server: Server, options: ListenOptions): Promise<void> => {
  const { address, port, passwords } = options
  try {
    const handle = passwords?.size && (await boundHandle(address, port, passwords))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      if (handle) server.listen(handle, resolve)
      else server.listen({ host: address, port }, resolve)
    })
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    throw new BackendError(`cannot listen on ${address} port ${port}`, { cause, hint: HINTS[code] })
  }
}

const boundHandle = (address: string, port: number, keys: ReadonlyMap<string, string>) =>
  signedHandle({ to: 'bind', address, port, keys }, new AbortController().signal)

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'ports below 1024 need root or CAP_NET_BIND_SERVICE',
  EADDRINUSE: 'another program listens there: choose another address or port',
  EADDRNOTAVAIL: 'the address is not one of this machine',
}

/** A server on `::` sees IPv4 peers as mapped addresses. */
const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
