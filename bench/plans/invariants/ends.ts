import { iterations } from '../../../src/run/journal.ts'
import type { Invariant } from './invariant.ts'

/** No exception, and each iteration ends by itself, in bounded virtual time. */
export const ends: Invariant = {
  name: 'ends',
  check: ({ plan, entries, error, latestEndAt }) => {
    if (error !== undefined) return [`threw ${error}`]
    const runs = iterations(entries)
    const last = entries.at(-1)?.at ?? 0
    return [
      ...(runs.length === plan.repeat ? [] : [`${runs.length} iterations of ${plan.repeat}`]),
      ...runs.flatMap((run, i) => {
        const end = run.at(-1)
        if (end?.type !== 'run-ended') return [`iteration ${i + 1} ends with ${end?.type}`]
        return end.verdict === 'aborted' ? [`iteration ${i + 1} was aborted`] : []
      }),
      ...(last <= latestEndAt ? [] : [`ended ${last - latestEndAt} ms too late`]),
    ]
  },
}
