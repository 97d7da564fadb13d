import type { JournalEntry } from '../../../src/model/event.ts'
import type { Activation } from '../../../src/model/timeline.ts'
import { endingOf } from '../../../src/run/ending.ts'
import { iterations } from '../../../src/run/journal.ts'
import type { Invariant } from './invariant.ts'

/** Every activation is played to its end or skipped with a reason; none is forgotten. */
export const accounted: Invariant = {
  name: 'accounted',
  check: ({ entries, timeline }) =>
    iterations(entries)
      .filter((run) => run.some(({ type }) => type === 'steady-state-reached'))
      .flatMap((run) => timeline.flatMap((activation) => missing(activation, run))),
}

const missing = (activation: Activation, run: readonly JournalEntry[]): readonly string[] => {
  const { id, phases } = activation
  const mine = run.filter((entry) => instanceOf(entry) === id).map(nameOf)
  const count = (name: string) => mine.filter((other) => other === name).length
  if (!mine.includes('fault-started'))
    return mine.join() === 'step-skipped' ? [] : [`${id}: neither started nor skipped`]
  const isMoment = endingOf(phases).type === 'moment'
  const once = isMoment
    ? ['fault-started', 'fault-injected', 'settled injection', 'fault-ended']
    : [
        'fault-started',
        'fault-injected',
        'settled injection',
        'fault-healed',
        'settled reversion',
        'fault-ended',
      ]
  return once.flatMap((name) => (count(name) === 1 ? [] : [`${id}: ${name} ${count(name)} times`]))
}

const nameOf = (entry: JournalEntry): string =>
  entry.type === 'settled' ? `settled ${entry.half}` : entry.type

const instanceOf = (entry: JournalEntry): string | undefined => {
  if (entry.type === 'fault-started') return entry.id
  if (entry.type === 'step-skipped') return skippedIn(entry)
  return 'instance' in entry ? entry.instance : undefined
}

/** Of a further activation the reason begins with its name. */
const skippedIn = ({ step, reason }: Extract<JournalEntry, { type: 'step-skipped' }>): string => {
  const [, name = step] = /^(\S+): /.exec(reason) ?? []
  return name.startsWith(`${step}.`) ? name : step
}
