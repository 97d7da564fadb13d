/** A machine with a clock that stands still, and its outputs as short words. */
import { decodeMessage, encodeMessage } from '../../../src/bgp/message.ts'
import type { Open } from '../../../src/bgp/open.ts'
import { fourOctetAs } from '../../../src/bgp/open.ts'
import type { Ending } from '../../../src/bgp/session/ending.ts'
import { createSessionMachine } from '../../../src/bgp/session/machine.ts'
import {
  type ConnectionId,
  DEFAULT_TIMERS,
  type SessionEvent,
  type SessionOptions,
  type SessionOutput,
  type SessionTimers,
} from '../../../src/bgp/session/types.ts'
import { WireError } from '../../../src/lib/errors.ts'

export type Overrides = Partial<Omit<SessionOptions, 'timers' | 'local'>> & {
  timers?: Partial<SessionTimers>
  local?: Partial<SessionOptions['local']>
}

export const sessionOptions = ({ timers, local, ...others }: Overrides = {}): SessionOptions => ({
  connects: true,
  accepts: true,
  restarts: true,
  ...others,
  local: { asn: 64500, routerId: '10.0.0.5', holdTimeS: 90, capabilities: {}, ...local },
  timers: { ...DEFAULT_TIMERS, ...timers },
})

export const openOf = (changes: Partial<Open> = {}): Open => ({
  type: 'open',
  version: 4,
  asn: 64501,
  holdTimeS: 30,
  routerId: '10.0.0.9',
  capabilities: [fourOctetAs(changes.asn ?? 64501)],
  ...changes,
})

export const LOST: Ending = { by: 'network', why: 'reset', text: 'reset' }

export const wireErrorOf = (code: number, subcode: number): WireError =>
  new WireError('nonsense at octet 0', {
    offset: 0,
    section: 'RFC 4271 6.1',
    notification: { code, subcode, data: new Uint8Array(0) },
  })

/** `OPEN`, `NOTIFICATION 5/1`, `close`, `established` and so on; changes of state are left out. */
export const words = (outputs: readonly SessionOutput[]): string[] =>
  outputs
    .filter(({ type }) => type !== 'state')
    .map((output) => (output.type === 'send' ? sentWord(output.bytes) : output.type))

const sentWord = (bytes: Uint8Array): string => {
  const message = decodeMessage(bytes)
  if (message.type !== 'notification') return message.type.toUpperCase()
  return `NOTIFICATION ${message.code}/${message.subcode}`
}

export const createDouble = (overrides: Overrides = {}) => {
  const machine = createSessionMachine(sessionOptions(overrides))
  const double = {
    machine,
    nowMs: 1000,
    last: [] as readonly SessionOutput[],
    /** `OpenSent: OPEN` */
    handle(event: SessionEvent): string {
      double.last = machine.handle(event, double.nowMs)
      return double.said()
    },
    message(connection: ConnectionId, message: (SessionEvent & { type: 'message' })['message']) {
      // Over the wire, as in life.
      const bytes = message.type === 'update' ? undefined : encodeMessage(message)
      return double.handle({
        type: 'message',
        connection,
        message: bytes ? decodeMessage(bytes) : message,
      })
    },
    accept(): ConnectionId {
      const connection = machine.newConnection()
      double.handle({ type: 'accepted', connection })
      return connection
    },
    /** To the next deadline. */
    elapse(): string {
      double.nowMs = machine.nextDeadlineMs
      double.last = machine.tick(double.nowMs)
      return double.said()
    },
    said: () => [`${machine.state}:`, ...words(double.last)].join(' '),
    connection(): ConnectionId {
      const output = double.last.find(({ type }) => type === 'connect')
      return output?.type === 'connect' ? output.connection : 0
    },
  }
  return double
}

export type Double = ReturnType<typeof createDouble>
