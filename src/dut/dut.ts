/**
 * A device under test: one BGP daemon as data and pure functions. It takes routes from its senders
 * and forwards them to one listener; it never connects (our ends do), never touches a kernel's
 * routes, and holds sessions for hours. Somebody else runs it and asks it.
 */
import type { Argv, ReadTemplate, RenderedFile } from '../model/kind.ts'

export interface Neighbour {
  readonly address: string
  readonly asn: number
}

/** Anybody from these addresses with this AS number. */
export interface NeighbourRange {
  readonly prefix: string
  readonly asn: number
}

export interface DutSetup {
  /** The daemon's own address: its router id, and where it listens, port 179. */
  readonly address: string
  readonly asn: number
  /** Gets everything. Of the same AS it is an iBGP neighbour, and then gets what comes over eBGP. */
  readonly listener: Neighbour
  readonly senders: NeighbourRange | readonly Neighbour[]
}

/** A route that the daemon has chosen. */
export interface TableRow {
  readonly prefix: string
  /** As in as-path-text.ts; empty for a route of its own AS. */
  readonly asPath: string
}

export interface Dut {
  readonly name: string
  readonly summary: string
  /** Its processes as in /proc/PID/comm: CPU and memory are theirs. */
  readonly processes: readonly string[]
  /** Linux capabilities beyond the engine's default set. */
  readonly capabilities: readonly string[]
  /** Build context of the image: software without configuration. */
  image(read: ReadTemplate): readonly RenderedFile[]
  /** Absolute path of the configuration file in the container. */
  readonly configPath: string
  config(setup: DutSetup, read: ReadTemplate): string
  /** Runs in the foreground and logs to its own output. */
  start(setup: DutSetup): Argv
  readonly ask: {
    readonly version: Question<string>
    /** Sessions that are Established. */
    readonly established: Question<number>
    /** Prefixes of IPv4 unicast in the table. */
    readonly prefixes: Question<number>
    /** All of them, line by line: a full table does not fit into one string. */
    readonly table: { readonly argv: Argv; reader(): TableReader }
  }
}

export interface Question<Answer> {
  readonly argv: Argv
  /** Throws a BackendError when the text is not an answer. */
  read(output: string): Answer
}

/** Fed with the lines of the answer one after the other; gives a row where one is complete. */
export type TableReader = (line: string) => TableRow | undefined

export const isRange = (senders: DutSetup['senders']): senders is NeighbourRange =>
  'prefix' in senders
