/** One repeat of a plan: its part of the journal, and the instant from which its times count. */
import type { JournalEntry } from '../model/event.ts'
import type { PrefixText, Topology } from '../model/topology.ts'
import { iterations } from '../run/journal.ts'
import { type Names, namesOf } from './names.ts'

export interface Chapter {
  /** Counts as in the journal. */
  readonly number: number
  readonly head: Extract<JournalEntry, { type: 'run-started' }>
  readonly topology: Topology
  readonly names: Names
  /** The steady state, from which the times of the plan count; the start where there was none. */
  readonly zeroAt: number
  /** By their time stamps; the journal has them as they arrived. */
  readonly entries: readonly JournalEntry[]
}

export const chaptersOf = (journal: readonly JournalEntry[]): readonly Chapter[] =>
  iterations(journal).flatMap((entries) => {
    const head = entries.find((entry) => entry.type === 'run-started')
    if (!head) return []
    const steady = entries.find(({ type }) => type === 'steady-state-reached')
    return {
      number: head.iteration,
      head,
      topology: head.topology,
      names: namesOf(head.topology),
      zeroAt: (steady ?? head).at,
      entries: entries.toSorted((a, b) => a.at - b.at),
    }
  })

/** Every prefix that anything is said of. */
export const prefixesOf = ({ topology, entries }: Chapter): ReadonlySet<PrefixText> =>
  new Set([
    ...topology.nodes.flatMap(({ networks }) => networks.map(({ prefix }) => prefix)),
    ...entries.flatMap((entry) => {
      if (entry.type === 'update-received') return [...entry.announced, ...entry.withdrawn]
      return entry.type === 'fib-changed' ? [entry.prefix] : []
    }),
  ])

/** From the beginning of a fault to the end of all that it did, for each of its activations. */
export interface Span {
  readonly instance: string
  readonly fromAt: number
  readonly untilAt: number
}

/** Of a step, or of one activation of it. */
export const spansOf = ({ entries }: Chapter, fault: string): readonly Span[] =>
  entries.flatMap((entry) => {
    if (entry.type !== 'fault-started' || (entry.step !== fault && entry.id !== fault)) return []
    const own = entries.filter((other) => 'instance' in other && other.instance === entry.id)
    const ended = own.some(({ type }) => type === 'fault-ended')
    const untilAt = ended ? Math.max(...own.map(({ at }) => at)) : Number.POSITIVE_INFINITY
    return [{ instance: entry.id, fromAt: entry.at, untilAt }]
  })

export const stepsOf = ({ entries }: Chapter): readonly string[] => [
  ...new Set(entries.flatMap((entry) => (entry.type === 'fault-started' ? [entry.step] : []))),
]
