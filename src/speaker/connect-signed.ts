/** An attempt to connect with TCP-MD5: the connection comes from another process, some time later. */
import type { Ending } from '../bgp/session/ending.ts'
import type { Connection, Target } from './connection.ts'
import { socketEnding } from './socket-ending.ts'
import { signedHandle } from './tcp-md5.ts'

/** What a peer does with a connection, and with the attempt at one. */
export type Link = Pick<Connection, 'write' | 'close' | 'writableLength'>

export interface SignedUser {
  connected(handle: object): void
  ended(ending: Ending): void
}

export const connectSigned = (
  { remote, port, local }: Target,
  password: string,
  user: SignedUser,
): Link => {
  const attempt = new AbortController()
  const keys = new Map([[remote, password]])
  signedHandle({ to: 'connect', address: remote, port, local, keys }, attempt.signal).then(
    (handle) => {
      if (attempt.signal.aborted) (handle as { close(): void }).close()
      else user.connected(handle)
    },
    (error: Error) => {
      if (!attempt.signal.aborted) user.ended(socketEnding(error, `${remote} port ${port}`))
    },
  )
  return { write: () => false, close: () => attempt.abort(), writableLength: 0 }
}
