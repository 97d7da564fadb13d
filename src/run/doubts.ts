/** What the journal of an iteration says against its own figures, beyond what was seen at once. */
import { contentionIn } from '../measure/contention.ts'
import { generatorBound } from '../measure/generator-bound.ts'
import type { JournalEntry } from '../model/event.ts'

/** One sentence each. */
export const doubtsIn = (entries: readonly JournalEntry[]): readonly string[] => [
  ...contentionIn(entries).map(
    ({ instance, half, reason }) =>
      `the ${half} of ${instance} was not measured in peace: ${reason}`,
  ),
  ...entries.flatMap((entry) =>
    entry.type === 'fault-late'
      ? [`${entry.instance} was injected ${Math.round(entry.lateMs)} ms late`]
      : [],
  ),
  ...generatorBound(entries),
]
