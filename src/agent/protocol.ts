/**
 * What the controller and the agent say to each other: one JSON object a line, over the agent's
 * stdin and stdout. The agent knows nodes, interfaces and processes, but no router software:
 * the controller sends it finished commands.
 */
import type { DropRule } from '../model/effect.ts'
import type { Shape } from '../model/topology.ts'

export interface AgentNode {
  readonly name: string
  /** Container id or name. */
  readonly container: string
  /** Own addresses with length on each link, by link id: interfaces are found by address, never by name. */
  readonly ends: Readonly<Record<string, readonly string[]>>
}

/** The state of one subject, as the agent brings it about. */
export type AgentState =
  | {
      readonly lever: 'carrier'
      readonly node: string
      readonly link: string
      readonly up: boolean
    }
  | { readonly lever: 'admin'; readonly node: string; readonly link: string; readonly up: boolean }
  | { readonly lever: 'filter'; readonly node: string; readonly drop: readonly DropRule[] }
  /** What `node` receives over `link` from the other end. */
  | { readonly lever: 'shape'; readonly node: string; readonly link: string; readonly shape: Shape }
  | {
      readonly lever: 'process'
      readonly node: string
      readonly state: 'running' | 'paused' | 'stopped'
      readonly how: 'start' | 'stop' | 'kill' | 'power-loss' | 'pause'
    }
  | {
      readonly lever: 'daemon'
      readonly node: string
      readonly process: string
      readonly start: readonly string[]
      readonly state: 'running' | 'frozen' | 'dead'
    }
  /** Configuration of a router: commands that make the state, run inside the node. */
  | {
      readonly lever: 'command'
      readonly node: string
      readonly commands: readonly (readonly string[])[]
    }
  /** A cable to a container that is not of the lab; gone at the baseline. */
  | {
      readonly lever: 'attachment'
      readonly node: string
      /** Name of the interface at both ends. */
      readonly device: string
      readonly container: string
      /** With their lengths; the node's, and the container's. */
      readonly addresses: readonly string[]
      readonly guestAddresses: readonly string[]
      readonly present: boolean
    }

/** A state to hold, and the one to go back to. A change to the baseline itself ends the holding. */
export interface AgentChange {
  readonly subject: string
  readonly state: AgentState
  readonly baseline: AgentState
}

export interface ProbeStream {
  readonly from: string
  readonly source: string
  readonly targets: readonly { readonly to: string; readonly address: string }[]
}

export type AgentRequest = { readonly id: number } & (
  | {
      readonly do: 'hello'
      readonly nodes: readonly AgentNode[]
      /** Without a line for this long, the agent takes the controller for dead and reverts. */
      readonly leaseMs: number
    }
  | { readonly do: 'apply'; readonly changes: readonly AgentChange[] }
  | {
      readonly do: 'run'
      readonly node: string
      readonly argv: readonly string[]
      /** Lines of routes to places inside these prefixes are left out of what it prints. */
      readonly unseen?: readonly string[]
    }
  | {
      readonly do: 'observe'
      readonly probes: readonly ProbeStream[]
      readonly probeIntervalMs: number
      /** Changes of kernel routes inside these prefixes are not told: a load makes thousands of them. */
      readonly unseen: readonly string[]
      /** BGP to and from these prefixes is not captured: the sessions of guests. */
      readonly unheard: readonly string[]
      /** IPv4 prefixes whose routes are read when observation begins. */
      readonly follow: readonly string[]
      /** Label of the lab's containers, and the boot id of the controller's host; absent: no samples. */
      readonly host?: { readonly label: string; readonly bootId: string }
    }
  /** Back to the baseline whatever a dead agent left: rules, qdiscs, carriers, pauses, stops. */
  | { readonly do: 'sweep' }
  | { readonly do: 'try-levers' }
  | { readonly do: 'ping' }
)

export interface AppliedChange {
  readonly subject: string
  readonly commandedAt: number
  readonly verifiedAt?: number
  readonly readBack: string
}

export interface RunResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export interface LeverTrial {
  readonly lever: string
  readonly works: boolean
  readonly output: string
}

/** An answer to a request, or something that was seen. */
export type AgentMessage =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string }
  /** Bytes of the pcap stream of a node, base64. */
  | { readonly event: 'capture'; readonly node: string; readonly data: string }
  /** Names of a node's interfaces and the links that they are on; new with each namespace. */
  | {
      readonly event: 'interfaces'
      readonly node: string
      readonly links: Readonly<Record<string, string>>
    }
  /** A line of `ip -ts -o monitor link route` in a node. */
  | { readonly event: 'monitor'; readonly node: string; readonly line: string }
  /** Lines of `ip -o route show` with what is followed; none of them for a node without such a route. */
  | {
      readonly event: 'routes'
      readonly at: number
      readonly node: string
      readonly text: string
    }
  | {
      readonly event: 'probe'
      readonly at: number
      readonly from: string
      readonly to: string
      readonly address: string
      readonly lost: boolean
      readonly packets: number
      readonly cause?: 'no-route' | 'ttl-exceeded' | 'silent'
    }
  | {
      readonly event: 'node'
      readonly at: number
      readonly node: string
      readonly running: boolean
    }
  /** How the host's processors were used since the last such line, milliseconds over all of them. */
  | {
      readonly event: 'host'
      readonly at: number
      readonly forMs: number
      readonly processors: number
      readonly busyMs: number
      /** By programs of low priority. */
      readonly lowMs: number
      readonly idleMs: number
      readonly stealMs: number
      /** In which some program waited. Absent where the kernel does not tell. */
      readonly pressureMs?: number
      /** By the lab's containers, ours included, and held back by their quotas. Absent where unknown. */
      readonly labMs?: number
      readonly throttledMs?: number
      /** For which processes of the lab were ready to run and had to wait. Absent where unknown. */
      readonly waitedMs?: number
      /** By which the agent's own timer was late. */
      readonly lagMs: number
      /** The controller runs on this host too. */
      readonly together: boolean
    }
  /** What nodes that run have used; processor time since their containers started. */
  | {
      readonly event: 'use'
      readonly at: number
      readonly nodes: Readonly<
        Record<string, { readonly cpuMs: number; readonly memoryOctets: number }>
      >
    }
  | {
      readonly event: 'observer-failed'
      readonly at: number
      readonly node: string
      readonly what: string
    }
  | { readonly event: 'lease-expired'; readonly at: number }
