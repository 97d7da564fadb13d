import type { Phase } from '../model/fault.ts'

/** How a fault ends: there is nothing to end, its own phases end it, or the plan has to say when. */
export type Ending =
  | { readonly type: 'moment' }
  | { readonly type: 'itself'; readonly afterMs: number }
  | { readonly type: 'open' }

export const endingOf = (phases: readonly Phase[]): Ending => {
  const effects = phases.flatMap((phase) => phase.effects)
  if (effects.every(({ lever }) => lever === 'reset')) return { type: 'moment' }
  const last = phases.at(-1)
  return last && last.effects.length === 0
    ? { type: 'itself', afterMs: last.afterMs }
    : { type: 'open' }
}
