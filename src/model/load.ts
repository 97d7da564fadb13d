/** Load that the network carries while a plan is played: what is flooded, where and when. */
import type { Start } from './plan.ts'
import type { Family, NodeName, PrefixText } from './topology.ts'

export interface Load {
  readonly id: string
  readonly do: 'flood'
  /** The router that hears the announcements, and the one that tells a sink what became of them. */
  readonly into: NodeName
  readonly out: NodeName
  readonly family: Family
  /** Of the table; `groupSize` of them in each UPDATE. */
  readonly prefixes: number
  readonly groupSize: number
  /** Address of the first prefix, and the length of all. */
  readonly seedPrefix: string
  readonly prefixLength: number
  /** Where its canaries, host routes, begin. */
  readonly canarySeed: string
  /** The whole of what is announced, canaries included: no prefix of the lab is in it. */
  readonly ranges: readonly PrefixText[]
  /** `each`: every UPDATE has an AS path of its own; `cycle`: one for each pass, so that routers may pack. */
  readonly paths: 'each' | 'cycle'
  readonly pathLength: number
  /** UPDATEs a second; as fast as they are taken when absent. */
  readonly rate?: readonly RateStage[]
  /** One pass through the table when absent; else it is announced again and again, with other paths. */
  readonly forMs?: number
  /** Time between two canaries, and the length of a burst. */
  readonly canaryEveryMs: number
  /** Whether the table is withdrawn by UPDATEs before the session ends, which withdraws it at once. */
  readonly withdraw: boolean
  readonly start: Exclude<Start, { type: 'next' }>
  readonly note?: string
  /** Where it stands, for refusals: `file:line:column`. */
  readonly place: string
}

/** From one rate to the other during its time; the last one may be without an end. */
export interface RateStage {
  readonly fromPerS: number
  readonly toPerS: number
  readonly forMs?: number
}

/** Where prefixes of a load come from by default: nothing there is ever routed (RFC 6598, RFC 3849). */
export const LOAD_POOL: Readonly<Record<Family, PrefixText>> = {
  ipv4: '100.64.0.0/10',
  ipv6: '2001:db8::/32',
}

/** Length of the prefixes by default, and the one for tables that would not fit. */
export const LOAD_LENGTHS: Readonly<Record<Family, readonly [number, number]>> = {
  ipv4: [28, 32],
  ipv6: [48, 64],
}

/** What a load does, as the backend tells it; instants on the engine's wall clock. */
export type LoadEvent = { readonly at: number; readonly load: string } & (
  | {
      readonly type: 'load-started'
      /** Its neighbours in the lab: router, its address there, our own address and AS. */
      readonly sessions: readonly LoadSession[]
    }
  /** What was sent from one canary to the next. `at` is its end. */
  | {
      readonly type: 'load-burst'
      readonly number: number
      readonly since: number
      readonly updates: number
      readonly prefixes: number
      /** UPDATEs a second that were achieved, and those that the plan asks for. */
      readonly perS: number
      readonly askedPerS?: number
      /** Time for which the router's TCP took no more, milliseconds. */
      readonly blockedMs: number
    }
  | {
      readonly type: 'load-canary'
      readonly prefix: string
      readonly sentAt: number
      /** Absent when the sink has not seen it in time. */
      readonly seenAt?: number
    }
  /** The last one. Everything of the load is gone from the lab by then. */
  | {
      readonly type: 'load-ended'
      readonly outcome: LoadOutcome
      readonly reason?: string
      readonly updates: number
      readonly prefixes: number
      readonly octets: number
      /** By the sink: what the router told it, which may be less where it packs. */
      readonly received: { readonly updates: number; readonly prefixes: number }
      /** From the first UPDATE to the last, the withdrawals left out. */
      readonly sendingMs: number
      readonly withdrawn: boolean
    }
)

export type LoadOutcome =
  | 'complete'
  /** Ended by us before its time, without withdrawals. */
  | 'stopped'
  /** One of its sessions was lost. */
  | 'session-lost'
  | 'failed'

export interface LoadSession {
  readonly role: 'source' | 'sink'
  readonly node: NodeName
  readonly nodeAddress: string
  readonly address: string
  readonly asn: number
}
