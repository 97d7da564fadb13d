import type { LeverState } from '../../model/effect.ts'

type Routes = Extract<LeverState, { lever: 'routes' }>

/** A routes state with the prefixes that earlier states mentioned: those must go back to normal. */
export type CompleteState = LeverState & { readonly forget?: Pick<Routes, 'announce' | 'withdraw'> }

/**
 * "Announce nothing more" does not say what was announced before. Routers are told prefix by prefix, so
 * this remembers, per subject, the prefixes whose state may differ from the baseline.
 */
export class RouteMemory {
  readonly #changed = new Map<string, Pick<Routes, 'announce' | 'withdraw'>>()

  complete(state: LeverState): CompleteState {
    if (state.lever !== 'routes') return state
    const before = this.#changed.get(state.subject) ?? { announce: [], withdraw: [] }
    const forget = {
      announce: before.announce.filter((prefix) => !state.announce.includes(prefix)),
      withdraw: before.withdraw.filter((prefix) => !state.withdraw.includes(prefix)),
    }
    this.#changed.set(state.subject, {
      announce: [...forget.announce, ...state.announce],
      withdraw: [...forget.withdraw, ...state.withdraw],
    })
    return { ...state, forget }
  }

  /** The state was seen to hold: only its own prefixes differ from the baseline now. */
  settled(state: LeverState): void {
    if (state.lever === 'routes') this.#changed.set(state.subject, state)
  }
}
