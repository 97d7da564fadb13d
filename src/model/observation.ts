/**
 * What was seen, as it reaches the journal. `at` is the engine's wall clock in milliseconds with a
 * fraction; for captured messages it is the kernel's receive time stamp.
 */
import type { LinkId, NodeName, PrefixText } from './topology.ts'

/** Where a packet goes through the forwarding tables of one instant. */
export interface PacketWay {
  /**
   * `no-route`: a router has no route and says so. `loop`: a router is passed twice, until the time to
   * live is over. `dropped`: a link, a filter or a blackhole route takes the packet without a word.
   */
  readonly outcome: 'delivered' | 'no-route' | 'loop' | 'dropped'
  /** The routers passed, the first and the last one included. */
  readonly path: readonly NodeName[]
}

export type Observation = {
  readonly at: number
} /** An UPDATE as the receiving node got it from the wire (RFC 4271 section 4.3). */ & (
  | {
      readonly type: 'update-received'
      readonly node: NodeName
      /** Source address of the sender. */
      readonly from: string
      readonly announced: readonly PrefixText[]
      readonly withdrawn: readonly PrefixText[]
      readonly asPath: readonly number[]
      readonly nextHop?: string
      /**
       * Stands for all path attributes of what is announced (bgp/attribute-digest.ts). Absent where
       * nothing is announced, and in journals from before there was one.
       */
      readonly digest?: string
      /** Length of the message in octets. */
      readonly octets: number
    }
  /** UPDATEs of a load that a node got, since the last such line; of them there is nothing else. */
  | {
      readonly type: 'load-received'
      readonly node: NodeName
      readonly updates: number
      /** Prefixes in them. */
      readonly announced: number
      readonly withdrawn: number
      /** Of the messages. */
      readonly octets: number
      /** Since when, like `at`. */
      readonly since: number
    }
  | {
      readonly type: 'notification-received'
      readonly node: NodeName
      readonly from: string
      readonly code: number
      readonly subcode: number
    }
  | { readonly type: 'open-received'; readonly node: NodeName; readonly from: string }
  /** A session left or reached Established, as the router's own log says. */
  | {
      readonly type: 'session-changed'
      readonly node: NodeName
      readonly peer: string
      readonly up: boolean
      readonly reason: string
    }
  /** The kernel's routing table of a node changed. `nextHops` is empty for a deletion. */
  | {
      readonly type: 'fib-changed'
      readonly node: NodeName
      readonly prefix: PrefixText
      readonly nextHops: readonly string[]
      /** The kernel's protocol name: bgp, zebra, ospf, kernel ... */
      readonly protocol: string
    }
  | {
      readonly type: 'interface-changed'
      readonly node: NodeName
      readonly link: LinkId
      readonly up: boolean
    }
  /** A probe stream lost its first packet (`lost: true`), or was answered again. */
  | {
      readonly type: 'probe-changed'
      readonly from: NodeName
      readonly to: NodeName
      readonly canary: string
      readonly lost: boolean
      /** Packets lost in the gap that just ended; 0 when it begins. */
      readonly packets: number
      /** Why, as far as ICMP told: no-route, ttl-exceeded, or nothing came back. */
      readonly cause?: 'no-route' | 'ttl-exceeded' | 'silent'
    }
  /**
   * What the kernel's routing table of a node has when observation begins: gateways of those networks of the topology
   * to which packets are followed.
   */
  | {
      readonly type: 'fib-read'
      readonly node: NodeName
      readonly routes: Readonly<Record<PrefixText, readonly string[]>>
    }
  /** What becomes of packets from a node to a prefix changed; told where packets can be followed. */
  | ({
      readonly type: 'way-changed'
      readonly node: NodeName
      readonly to: NodeName
      readonly prefix: PrefixText
      readonly before: PacketWay
    } & PacketWay)
  | { readonly type: 'node-changed'; readonly node: NodeName; readonly running: boolean }
  /** What the routers that run have used, once a second; told where they are programs on a host. */
  | {
      readonly type: 'resources-sampled'
      readonly nodes: Readonly<
        Record<
          NodeName,
          {
            /** Processor time since the container started. */
            readonly cpuMs: number
            readonly memoryOctets: number
          }
        >
      >
    }
  /**
   * How the processors of the routers' host were used, once a second; times are sums over all of them.
   * Told where there is a host.
   */
  | {
      readonly type: 'host-sampled'
      /** Length of the sample; it ends at `at`. */
      readonly forMs: number
      readonly processors: number
      /** By the lab: routers, agent and loads. Absent where unknown, as the next. */
      readonly labMs?: number
      /** By whatever is neither of the lab nor this program, low priority left out. */
      readonly foreignMs?: number
      /** By programs of low priority. */
      readonly lowMs: number
      readonly idleMs: number
      /** Taken by the hypervisor. */
      readonly stealMs: number
      /** In which some program on the host waited for a processor (pressure stall information). */
      readonly pressureMs?: number
      /** For which quotas held back containers of the lab. */
      readonly throttledMs?: number
      /** For which programs of the lab were ready to run and had to wait for a processor. */
      readonly waitedMs?: number
      /** The longest by which a timer of ours was late: of the agent or of this program. */
      readonly lagMs: number
    }
  /** Observation itself lost something: a figure that rests on it is not trustworthy. */
  | { readonly type: 'observer-failed'; readonly node: NodeName; readonly what: string }
)
