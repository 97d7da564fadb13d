/**
 * Keeps the active effects and brings them about. There is one way in for injecting, for the phases
 * of a fault and for healing: replace the effects of one instance, fold what is active, apply what
 * differs. Changes pass one by one, so what is believed to hold and what holds never part.
 */
import type { Effect } from '../model/effect.ts'
import type { Half } from '../model/event.ts'
import type { Impairment } from '../model/impairment.ts'
import type { Limits } from '../model/plan.ts'
import type { Applied, Testbed } from '../model/testbed.ts'
import { fold, pulses, type States } from './fold.ts'
import { impairmentOf } from './impairment.ts'
import type { Journal } from './journal.ts'
import { type Brought, Levers } from './levers.ts'
import { violates } from './limits.ts'

export interface Change {
  readonly instance: string
  readonly half: Half
  /** All effects of the instance from now on; none heals it. */
  readonly effects: readonly Effect[]
  /** Called when the limits allow the change, before anything is done. */
  onAllowed?(): void
}

export type Changed =
  | {
      readonly type: 'applied'
      readonly commandedAt: number
      readonly verifiedAt: number
      readonly before: Impairment
      readonly after: Impairment
    }
  /** A limit forbids it; nothing was done. */
  | { readonly type: 'refused'; readonly reason: string }
  /** It could not be read back; an injection was withdrawn again. */
  | { readonly type: 'unverified'; readonly reason: string }

export interface ActuatorParts {
  readonly testbed: Testbed
  readonly limits: Limits
  readonly journal: Journal
}

/** Effects by instance, in the order of injection. */
type Active = ReadonlyMap<string, readonly Effect[]>

export class Actuator {
  readonly #testbed: Testbed
  readonly #limits: Limits
  readonly #journal: Journal
  readonly #levers: Levers
  #active: Active = new Map()
  #impairment: Impairment
  #queue: Promise<unknown> = Promise.resolve()

  constructor({ testbed, limits, journal }: ActuatorParts) {
    this.#testbed = testbed
    this.#limits = limits
    this.#journal = journal
    this.#levers = new Levers(testbed)
    this.#impairment = impairmentOf([], testbed.topology)
  }

  /** What is broken now; the same object until something changes. */
  get impairment(): Impairment {
    return this.#impairment
  }

  change(change: Change, signal: AbortSignal): Promise<Changed> {
    return this.#inTurn(async () => {
      signal.throwIfAborted()
      return this.#change(change, signal)
    })
  }

  /** Folds the empty set, whatever went before, with its own deadline. Returns what did not heal. */
  healAll(): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const healed = [...this.#active].reverse()
      const first = await this.#bring(new Map())
      const last = first.failed.length > 0 ? await this.#bring(new Map()) : first
      const brought = { ...last, applied: [...new Set([...first.applied, ...last.applied])] }
      for (const [instance, effects] of healed) this.#close(instance, effects, brought)
      return last.failed
    })
  }

  async #change(change: Change, signal: AbortSignal): Promise<Changed> {
    const before = this.#active
    const wanted = replaced(before, change)
    const reason = change.effects.length > 0 ? this.#violation(wanted) : undefined
    if (reason !== undefined) return { type: 'refused', reason }
    change.onAllowed?.()
    const impaired = this.#impairment
    const brought = await this.#bring(wanted, change.effects, signal)
    this.#wrote(change, brought.applied)
    if (brought.failed.length === 0) {
      const { commandedAt, verifiedAt } = brought
      return { type: 'applied', commandedAt, verifiedAt, before: impaired, after: this.#impairment }
    }
    if (!signal.aborted) return this.#failed(change, brought.failed.join('; '))
    // Whoever aborts heals everything next; it is then told of this instance too.
    this.#active = new Map([...before, ...wanted])
    throw signal.reason
  }

  /** A failed injection leaves nothing behind: not on the target that failed, nor on the others. */
  async #failed({ instance, half, effects }: Change, reason: string): Promise<Changed> {
    this.#journal.write({ type: 'fault-unverified', at: this.#now(), instance, half, reason })
    if (effects.length > 0) {
      const withdrawal: Change = { instance, half: 'reversion', effects: [] }
      const { applied } = await this.#bring(replaced(this.#active, withdrawal))
      this.#wrote(withdrawal, applied)
    }
    return { type: 'unverified', reason }
  }

  async #bring(
    active: Active,
    fresh: readonly Effect[] = [],
    signal?: AbortSignal,
  ): Promise<Brought> {
    this.#active = active
    const states = this.#fold(active)
    this.#impairment = impairmentOf(states.values(), this.#testbed.topology)
    return this.#levers.bring(states, pulses(fresh), signal)
  }

  #close(instance: string, effects: readonly Effect[], brought: Brought): void {
    const mine = fold(effects, this.#testbed.topology)
    const applied = brought.applied.filter(({ subject }) => mine.has(subject))
    this.#wrote({ instance, half: 'reversion', effects: [] }, applied)
    const at = this.#now()
    const { commandedAt, failed } = brought
    if (failed.length === 0) {
      const note = 'the run was ended'
      this.#journal.write({ type: 'fault-healed', at, instance, commandedAt, note })
    } else {
      const reason = failed.join('; ')
      this.#journal.write({ type: 'fault-unverified', at, instance, half: 'reversion', reason })
    }
  }

  #wrote({ instance, half, effects }: Change, applied: readonly Applied[]): void {
    const at = this.#now()
    this.#journal.write({ type: 'effects-applied', at, instance, half, effects, applied })
  }

  #fold(active: Active): States {
    return fold([...active.values()].flat(), this.#testbed.topology)
  }

  #violation(wanted: Active): string | undefined {
    return violates(this.#limits, this.#fold(wanted).values(), this.#testbed.topology)
  }

  #now(): number {
    return this.#testbed.clock.now()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work)
    this.#queue = turn.catch(() => {})
    return turn
  }
}

/**
 * Only what lasts is kept: a pulse is over as soon as it was given. An instance between two phases
 * stays, with no effects, and keeps its place in the order: healing goes from the newest back.
 */
const replaced = (active: Active, { instance, half, effects }: Change): Active => {
  const next = new Map(active)
  const lasting = effects.filter(({ lever }) => lever !== 'reset')
  const isPulse = effects.length > 0 && lasting.length === 0
  if (half === 'injection' && !isPulse) next.set(instance, lasting)
  else next.delete(instance)
  return next
}
