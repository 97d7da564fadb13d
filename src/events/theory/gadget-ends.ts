/** How a gadget ends with drawn delays, seed by seed: a wedgie is a matter of chance, and this is how much. */
import type { Gadget } from '../gadgets/define.ts'
import { DRAWN, type Played, playGadget } from '../gadgets/play.ts'
import { isSameState } from '../route-state.ts'
import { stableStates } from '../stable-states.ts'

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)

export interface GadgetEnds {
  /** Seeds that came to rest in each of the stable states. */
  readonly inState: readonly number[]
  /** Seeds that did not come to rest. */
  readonly never: number
  readonly seeds: number
}

/** After the first announcement; what else the gadget plays is left out. */
export const endsOf = (gadget: Gadget): GadgetEnds => {
  const ends = SEEDS.map((seed) => playGadget({ ...gadget, acts: [] }, DRAWN, seed)[0] as Played)
  const atRest = ends.filter(({ result }) => result.outcome === 'converged')
  return {
    inState: stableStates(gadget.network).map(
      (state) => atRest.filter((end) => isSameState(end, state)).length,
    ),
    never: ends.length - atRest.length,
    seeds: ends.length,
  }
}
