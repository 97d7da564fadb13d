import type { Metric } from './metric.ts'
import type { Window } from './window.ts'

/** What is still wrong when everything is over: one figure an iteration. */
export const lostPrefixes: Metric = {
  name: 'lost-prefixes',
  unit: 'count',
  summary: 'Differences between the tables and the prediction when the network settled last.',
  measure: (windows) =>
    [...new Set(windows.map(({ iteration }) => iteration))].map((iteration) => {
      const last = iteration.settled.at(-1)
      const value = last && last.outcome !== 'aborted' ? last.differences.length : null
      return {
        name: 'lost-prefixes',
        unit: 'count',
        iteration: iteration.number,
        value,
        samples: value === null ? [] : [value],
        ...noteOf(last),
      }
    }),
}

const noteOf = (last: Window['iteration']['settled'][number] | undefined): { note?: string } => {
  if (!last || last.outcome === 'aborted') return { note: 'the network did not settle' }
  if (last.outcome !== 'converged') return { note: `not converged: ${last.outcome}` }
  return {}
}
