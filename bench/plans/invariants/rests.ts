import { isReliable } from '../uncertain.ts'
import type { Invariant } from './invariant.ts'

/** When all is over nobody has anything more to say, unless links lose packets by nature. */
export const rests: Invariant = {
  name: 'rests',
  check: ({ plan, final }) =>
    isReliable(plan.topology) ? (final?.unrest ?? []).map((what) => `after the end: ${what}`) : [],
}
