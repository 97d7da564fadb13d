/**
 * What a flood is told and what it answers, as data that can be sent to a worker thread. All
 * instants are milliseconds of the machine's monotonic clock (one clock for all threads), with a
 * fraction; the word is `atMs`. kakapo's PEER is a FloodPeer.
 */
import type { Family } from '../bgp/prefix.ts'

/** One of our own ends, and the device under test that it talks to. */
export interface FloodPeer {
  readonly remote: string
  readonly port: number
  /** Own address. It is the BGP identifier and the next hop too. */
  readonly local: string
  readonly asn: number
}

export interface FloodSetup {
  /** Receives what the device forwards; absent when nobody counts. */
  readonly sink?: FloodPeer
  readonly sources: readonly FloodPeer[]
  readonly families: readonly Family[]
  /** Offered in the OPEN; 0 means no keepalives and no hold timer (RFC 4271 section 4.2). */
  readonly holdTimeS: number
  /** Attempts to connect after the first, one a second; without an end when absent. */
  readonly connectRetries?: number
  /** All sessions Established within this, else an error that lists the ones that are not. */
  readonly establishTimeoutMs: number
  /** The sink counts octets only: no messages, no canaries. */
  readonly drain: boolean
  /** First canary prefix, a host route: each (source, burst) has one of its own from here on. */
  readonly canarySeed: string
  /**
   * 2 (the default): sources and sink have a thread each, best for bursts. 1: they share one, the
   * shortest way from what is seen to what is sent, best for windows of up to a few hundred.
   */
  readonly threads?: 1 | 2
}

/**
 * The synthetic table: `tableSize` updates of `groupSize` consecutive prefixes. A running number,
 * never repeated within an engine, chooses the group (number modulo `tableSize`) and goes into the
 * AS path: no two updates have the same path, so a receiver can neither merge nor suppress them.
 * Several sources share the groups among them, see synthetic/numbering.ts.
 */
export interface SyntheticStream {
  readonly type: 'synthetic'
  readonly family: Family
  readonly tableSize: number
  readonly groupSize: number
  /** Every source sends the whole table, and not its share of it; with `each`, under paths of its own. */
  readonly wholeTable?: boolean
  readonly seedPrefix: string
  readonly prefixLength: number
  /** AS numbers in the path, 3 or more; the first one is the sender's own AS over eBGP. */
  readonly pathLength: number
  /** `each`: a path of its own for every update. `cycle`: one for each pass through the table, so that a receiver may pack. */
  readonly pathVariation: 'each' | 'cycle'
  /** Communities (RFC 1997), extended (RFC 4360) and large communities (RFC 8092) an update. */
  readonly communities: number
  readonly extendedCommunities: number
  readonly largeCommunities: number
  /** Share of the updates that withdraw their group instead of announcing it, 0 to 1; a later pass announces it again. */
  readonly withdrawShare: number
  /** `flap`: every second pass through the table is withdrawals. */
  readonly flap: boolean
}

/** Whole BGP messages, encoded before the transfer: raw files, MRT, ExaBGP lines. */
export interface EncodedStream {
  readonly type: 'encoded'
  readonly bytes: SharedArrayBuffer
  /** Whole messages, UPDATEs among them, and the prefixes announced and withdrawn in those. */
  readonly messages: number
  readonly updates: number
  readonly announced: number
  readonly withdrawn: number
  /** For the recorded pace: message boundaries and when each was recorded (milliseconds from the first). */
  readonly times?: { readonly offsets: Float64Array; readonly atMs: Float64Array }
}

export type UpdateStream = SyntheticStream | EncodedStream

export type Pace =
  | { readonly type: 'flat-out' }
  /** UPDATEs a second over all sources, from one value to the other during each stage. */
  | {
      readonly type: 'rate'
      readonly stages: readonly {
        readonly fromPerS: number
        readonly toPerS: number
        /** The last stage may be without an end. */
        readonly forMs?: number
      }[]
    }
  /** At most this many UPDATEs sent and not yet seen at the sink. */
  | {
      readonly type: 'window'
      readonly outstanding: number
      /** Most UPDATEs in one write. */
      readonly largestBlock: number
    }
  /** As recorded; 2 is twice as fast. */
  | { readonly type: 'recorded'; readonly speed: number }

/** One burst, rate test, file or piece of a load. */
export interface Transfer {
  readonly stream: UpdateStream
  /** UPDATEs over all sources; for an encoded stream, the whole of it once to each source when absent. */
  readonly updates?: number
  readonly timeLimitMs?: number
  readonly sources: 'first' | 'all'
  readonly pace: Pace
  /** Encode everything before the clock starts, instead of while sending. */
  readonly prebuilt: boolean
  /** Send EOR (RFC 4724 section 2) after the last update. */
  readonly endOfRib: boolean
  /** A canary per source before the first and after the last update, in the same TCP stream. */
  readonly canaries: boolean
  /**
   * When the transfer is over. `prefixes`: every prefix that was sent has been seen at the sink
   * since the start. `count`: as many prefixes as were sent, whichever. `canaries`: every source's
   * last canary. `sent`: nobody waits for the sink.
   */
  readonly until: 'prefixes' | 'count' | 'canaries' | 'sent'
  /** The sink may be silent for this long before the transfer counts as timed out. */
  readonly idleTimeoutMs: number
  /** Called from time to time with the totals so far. */
  readonly progressEveryMs?: number
}

export type TransferOutcome =
  | 'complete'
  /** All canaries came, but not all prefixes within the idle timeout. */
  | 'short'
  | 'timeout'
  | 'time-limit'
  /** The device sent a NOTIFICATION, closed a connection, or spoke nonsense: see `reason`. */
  | 'session-lost'
  | 'interrupted'

export interface Totals {
  readonly updatesSent: number
  readonly prefixesSent: number
  readonly octetsSent: number
  /** At the sink, canaries and what else it received included. */
  readonly updatesReceived: number
  readonly prefixesReceived: number
  readonly withdrawalsReceived: number
  readonly octetsReceived: number
}

export interface CanaryTimes {
  /** 1 for the first source. */
  readonly source: number
  readonly prefix: string
  /** When it was given to the kernel, and when it was seen at the sink. */
  readonly sentAtMs: number
  readonly seenAtMs?: number
}

export interface TransferResult extends Totals {
  readonly outcome: TransferOutcome
  readonly reason?: string
  /** Before the first update is encoded (or written, when prebuilt). */
  readonly startedAtMs: number
  /** The kernel took the last octet. */
  readonly sentAtMs: number
  /** The read that delivered the first UPDATE of this transfer, and the one that completed it. */
  readonly firstUpdateAtMs?: number
  readonly completedAtMs?: number
  /** The last UPDATE seen, complete or not. */
  readonly lastUpdateAtMs?: number
  /** Prefixes that the sink should have seen (each once), and how many of those it has not. */
  readonly expectedPrefixes: number
  readonly missingPrefixes: number
  /** Announced to the sink more than once, and outside what was sent. */
  readonly repeatedPrefixes: number
  readonly foreignPrefixes: number
  readonly head: readonly CanaryTimes[]
  readonly tail: readonly CanaryTimes[]
  /** Time for which the senders had a socket that took no more (back-pressure), milliseconds. */
  readonly blockedMs: number
}

export interface SessionUp {
  readonly role: 'sink' | 'source'
  /** 0 for the sink. */
  readonly index: number
  readonly peer: FloodPeer
  readonly peerAsn: number
  readonly internal: boolean
  /** From the call of `establish`. */
  readonly afterMs: number
}

/** The sessions of one flood, and what is sent and received over them. */
export interface Engine extends AsyncDisposable {
  /** All sessions at the same time. */
  establish(signal: AbortSignal): Promise<readonly SessionUp[]>
  transfer(
    job: Transfer,
    signal: AbortSignal,
    onProgress?: (totals: Totals & { readonly atMs: number }) => void,
  ): Promise<TransferResult>
  /** One canary per source, one after the other: sent, awaited. A barrier, and a round trip time. */
  canaries(timeoutMs: number, signal: AbortSignal): Promise<readonly CanaryTimes[]>
  /** A KEEPALIVE to everybody now, beside those that the timers send. */
  keepalive(): void
  /** Cease / Administrative Reset to everybody, then establish again. */
  restart(signal: AbortSignal): Promise<readonly SessionUp[]>
}
