/**
 * A kind is one router software: what to render, what to run, how to read its answers.
 * Data and pure functions only; a backend does the running. So a kind is tested from recorded output.
 */
import type { DaemonRole } from './effect.ts'
import type { RouteReport, SessionReport } from './testbed.ts'
import type { Family, Node, PrefixText, Timers, Topology } from './topology.ts'

/** A file of a Docker build context. Paths are relative and use `/`. */
export interface RenderedFile {
  readonly path: string
  readonly text: string
  /** Executable bit. */
  readonly executable?: boolean
}

/** A program and its arguments, run inside the node. */
export type Argv = readonly [string, ...string[]]

/** Text of `templates/<path>`. Given to kinds so that they do no I/O. */
export type ReadTemplate = (path: string) => string

export interface Daemon {
  readonly role: DaemonRole
  /** Name of the process as in /proc/PID/comm. */
  readonly process: string
  /** Starts it again after it was killed, in the background; its output goes to the container's log. */
  readonly start: Argv
}

export interface LogEvent {
  /** Wall clock of the router, milliseconds since the epoch with a fraction. */
  readonly at: number
  readonly peer: string
  readonly up: boolean
  readonly reason: string
}

/** A change to the running configuration, with its inverse and a question that tells whether it holds. */
export interface Change {
  readonly apply: Argv
  readonly revert: Argv
  readonly check: Argv
  /** From the output of `check`: does the changed state hold? */
  holds(output: string): boolean
}

/** A neighbour that is not of the topology: one end of a load, which connects to the router by itself. */
export interface Guest {
  readonly role: 'source' | 'sink'
  readonly family: Family
  readonly address: string
  readonly asn: number
}

export interface Kind {
  readonly name: string
  readonly summary: string
  /** Linux capabilities that the container needs beyond the engine's default set. */
  readonly capabilities: readonly string[]
  readonly daemons: readonly Daemon[]
  /** What the software does when nobody tells it any timer. */
  readonly timers: Timers
  /** Its configuration can say multiples of this for the MRAI, milliseconds. */
  readonly mraiStepMs: number
  /**
   * Our own software: a folder of src/ whose compiled programs, with all that they need, are in the
   * build context of the platform image beside the rendered files.
   */
  readonly program?: string
  /** Build context of the platform image: software without configuration. */
  platform(read: ReadTemplate): readonly RenderedFile[]
  /** Build context of one node's image; its Dockerfile begins `FROM <platformImage>`. */
  node(
    node: Node,
    topology: Topology,
    platformImage: string,
    read: ReadTemplate,
  ): readonly RenderedFile[]
  readonly ask: {
    sessions(family: Family): {
      readonly argv: Argv
      read(output: string): readonly SessionReport[]
    }
    /**
     * `longestAsn`: routes whose path has a number with more digits may be left out, where the
     * router can do that; the load is made of such routes.
     */
    routes(
      family: Family,
      longestAsn?: number,
    ): { readonly argv: Argv; read(output: string): readonly RouteReport[] }
    readonly version: { readonly argv: Argv; read(output: string): string }
  }
  readonly act: {
    /** Administrative shutdown of one neighbour (RFC 4486 subcode 2), and `no shutdown`. */
    shutdown(node: Node, peerAddress: string, family: Family): Change
    announce(node: Node, prefix: PrefixText, family: Family): Change
    withdraw(node: Node, prefix: PrefixText, family: Family): Change
    /** `hard` clears the session (RFC 4486 subcode 4), soft asks for a route refresh (RFC 2918). */
    reset(node: Node, peerAddress: string, family: Family, hard: boolean): Argv
    /**
     * The session with a guest, by the rules for a customer where the lab has relationships. Absent
     * where the software cannot get a neighbour while it runs: such a node carries no load.
     */
    guest?(node: Node, topology: Topology, guest: Guest): Change
  }
  /**
   * A reader of one container's log, line by line. It may remember earlier lines: some daemons give
   * the reason of a lost session on the line before the one that says it is lost.
   */
  logReader(): (line: string) => LogEvent | undefined
}
