import type { Half, JournalEntry, Verdict } from '../model/event.ts'
import type { Measurement } from '../model/measurement.ts'

/** All that a report needs to know. */
export interface FinishedRun {
  /** The journal, all iterations. */
  readonly entries: readonly JournalEntry[]
  /** Of all iterations. */
  readonly measurements: readonly Measurement[]
  /** The assertions of the plan, judged or not. */
  readonly assertions: readonly string[]
  readonly result: { readonly verdict: Verdict; readonly reasons: readonly string[] }
  /** The run folder. */
  readonly folder?: string
}

export type Entry<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>

export const entriesOf = <Type extends JournalEntry['type']>(
  { entries }: Pick<FinishedRun, 'entries'>,
  type: Type,
): readonly Entry<Type>[] => entries.filter((entry): entry is Entry<Type> => entry.type === type)

/** How often the plan was played; the control run is not counted. */
export const timesPlayed = (run: Pick<FinishedRun, 'entries'>): number =>
  entriesOf(run, 'run-started').filter(({ control }) => !control).length

export const HALVES: readonly Half[] = ['injection', 'reversion']

/** What the journal says of the first iteration holds for all: plan, seed, backend, versions, timers. */
export const headOf = (run: Pick<FinishedRun, 'entries'>): Entry<'run-started'> => {
  const [head] = entriesOf(run, 'run-started')
  if (!head) throw new Error('the journal has no run-started')
  return head
}
