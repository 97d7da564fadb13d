/** One end of a load: a session that connects by itself, comes up once, and does not come back. */
import { unicast } from '../../bgp/address-family.ts'
import { addressBytes, addressText } from '../../bgp/nlri.ts'
import type { RouteUpdate } from '../../bgp/router/events.ts'
import { PrefixTable } from '../../bgp/router/prefix-table.ts'
import type { Ending } from '../../bgp/session/ending.ts'
import type { Negotiated } from '../../bgp/session/negotiated.ts'
import {
  type ConnectionId,
  DEFAULT_TIMERS,
  type SessionOptions,
  type SessionOutput,
} from '../../bgp/session/types.ts'
import type { Family } from '../../model/topology.ts'
import type { Host } from './host.ts'
import { Inbox } from './inbox.ts'
import { SessionDriver } from './session-driver.ts'
import type { Net } from './socket.ts'

/** Between two attempts. */
const RETRY_MS = 1000

export interface GuestParts {
  readonly net: Net
  readonly host: Host
  readonly local: string
  readonly remote: string
  readonly asn: number
  readonly peerAsn: number
  readonly holdTimeS: number
  readonly family: Family
}

export class GuestSession {
  readonly parts: GuestParts
  /** Its own: what it hears is counted, not routed. */
  readonly prefixes = new PrefixTable()
  readonly #driver: SessionDriver
  #isOver = false
  /** Why the last attempt failed. */
  lastFailure = 'no answer yet'
  /** Why it is over. */
  lost: string | undefined
  /** Established, or lost. */
  changed: () => void = () => undefined
  updated: (update: RouteUpdate) => void = () => undefined

  constructor(parts: GuestParts) {
    this.parts = parts
    const { prefixes } = this
    // Nothing ever stops its process.
    this.#driver = new SessionDriver({ ...parts, prefixes, inbox: new Inbox() }, optionsOf(parts), {
      arrived: (connection, bytes) => this.#arrived(connection, bytes),
      told: (output) => this.#told(output),
    })
  }

  get negotiated(): Negotiated | undefined {
    return this.#driver.negotiated
  }

  start(): void {
    this.#driver.handle({ type: 'start' })
  }

  /** Cease, and no word more to anybody. */
  stop(): void {
    this.#isOver = true
    this.#driver.handle({ type: 'stop' })
    this.#driver.retire()
  }

  /** Whole messages. */
  send(bytes: Uint8Array): void {
    this.#driver.send(bytes)
  }

  #arrived(connection: ConnectionId, bytes: Uint8Array): void {
    const driver = this.#driver
    if (driver.isKeepalive(connection, bytes)) driver.received(connection)
    else if (driver.isUpdate(connection, bytes)) {
      const update = driver.carry(connection, bytes)
      if (update) this.updated(update)
    } else driver.handle(driver.decode(connection, bytes))
  }

  #told(output: SessionOutput): void {
    if (output.type === 'established') this.changed()
    else if (output.type === 'failed') this.lastFailure = output.ending.text
    else if (output.type === 'down') this.#down(output.ending)
  }

  #down({ text }: Ending): void {
    if (this.#isOver) return
    this.lost = text
    this.stop()
    this.changed()
  }
}

const optionsOf = ({ asn, local, peerAsn, holdTimeS, family }: GuestParts): SessionOptions => ({
  local: {
    ...{ asn, holdTimeS, routerId: routerId(local) },
    capabilities: { families: [unicast(family)] },
  },
  peerAsn,
  connects: true,
  accepts: false,
  restarts: true,
  timers: {
    ...DEFAULT_TIMERS,
    connectRetryMs: RETRY_MS,
    idleHoldMs: RETRY_MS,
    idleHoldMaxMs: RETRY_MS,
  },
})

/** The own address; of an IPv6 address the last 32 bits, which RFC 6286 allows. */
const routerId = (local: string): string => {
  const octets = addressBytes(local)
  return octets.length === 4 ? local : addressText(octets.slice(12))
}
