/**
 * Node reads into a buffer of ours (`onread`) for connections that it opens, not for those that it
 * accepts. The handle of an accepted socket can be given to a new socket that does: both the option
 * and the fields are old, but not documented. Where they are not as expected, the answer is undefined.
 */
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net'

interface Internals {
  _handle?: { readStart?: unknown } | null
  _server?: unknown
  server?: unknown
}

/** A paused socket for a connection that is there already. */
export const socketOf = (handle: object, onread: OnReadOpts): Socket =>
  new Socket({ handle, onread, pauseOnCreate: true } as SocketConstructorOpts)

/** Takes the connection from `socket`, which must not have begun to read. */
export const detachHandle = (socket: Socket, onread: OnReadOpts): Socket | undefined => {
  const from = socket as unknown as Internals
  const handle = from._handle
  if (typeof handle?.readStart !== 'function' || !from._server) return undefined
  const adopted = socketOf(handle, onread)
  const to = adopted as unknown as Internals
  if (to._handle !== handle) return undefined
  // The server counts its connections by these.
  to._server = from._server
  to.server = from.server
  from._server = null
  from.server = null
  from._handle = null
  return adopted
}
