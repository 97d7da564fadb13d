/** One line of the readable log, before it is known how it will look. */
import type { LinkId, NodeName, PrefixText } from '../model/topology.ts'

/** What a line is about, in the order of the help. */
export const TOPICS = [
  'run',
  'fault',
  'session',
  'update',
  'route',
  'interface',
  'node',
  'probe',
  'way',
  'load',
  'host',
  'log',
  'trouble',
] as const
export type Topic = (typeof TOPICS)[number]

export interface Told {
  /** Wall clock of the backend, milliseconds with a fraction. */
  readonly at: number
  readonly topic: Topic
  /** Whom the words speak of: a router, a fault, a load, or the run. */
  readonly who: string
  /** The sentence, without its subject. */
  readonly words: string
  /** Where it happened. */
  readonly node?: NodeName
  /** The other router of a session, or of a probe. */
  readonly peer?: NodeName
  readonly link?: LinkId
  /** The activation of a step, such as `cut` or `flap.2`. */
  readonly fault?: string
  readonly prefixes?: readonly PrefixText[]
  readonly mood?: 'good' | 'bad'
  /** Of a router's own log: the daemon, how grave it is where the line says so, and the line as it was. */
  readonly daemon?: string
  readonly severity?: string
  readonly line?: string
  /** Number of the journal's line. */
  readonly seq?: number
}
