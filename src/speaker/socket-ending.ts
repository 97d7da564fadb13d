/** What ended a TCP connection, in plain words. */
import type { Ending } from '../bgp/session/ending.ts'

export const socketEnding = (error: Error | undefined, target: string): Ending => {
  if (!error) return { by: 'remote', why: 'closed', text: `${target} closed the connection` }
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'NO_TCP_MD5') return { by: 'local', why: 'failed', text: error.message }
  const { why, says } = REASONS[code] ?? { why: 'failed', says: `failed: ${error.message}` }
  return { by: 'network', why, text: `the connection to ${target} ${says}` }
}

interface Reason {
  readonly why: Ending['why']
  readonly says: string
}

const unreachable: Reason = { why: 'unreachable', says: 'has no route' }
const reset: Reason = { why: 'reset', says: 'was reset by the peer' }

const REASONS: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: { why: 'refused', says: 'was refused: nothing listens there' },
  ECONNRESET: reset,
  EPIPE: reset,
  ETIMEDOUT: { why: 'no-answer', says: 'got no answer' },
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: { why: 'failed', says: 'failed: the local address is not one of this machine' },
  EADDRINUSE: { why: 'failed', says: 'failed: the local address and port are in use' },
  EACCES: { why: 'failed', says: 'failed: no permission' },
}
