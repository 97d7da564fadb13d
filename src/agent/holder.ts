import type { Shape } from '../model/topology.ts'
import { now } from './clock.ts'
import type { Context } from './levers/context.ts'
import { pull } from './levers/index.ts'
import type { AgentChange, AgentState, AppliedChange } from './protocol.ts'

/**
 * Holds the faults: knows the baseline of everything it changed, and can go back to it without the
 * controller. The one place that decides in which order states come and go.
 */
export class Holder {
  readonly #context: Context
  readonly #pull: typeof pull
  readonly #held = new Map<string, AgentChange>()
  /** Links that are slow or lossy by the topology: not faults, but a new namespace does not have them. */
  readonly #permanent = new Map<string, AgentState>()
  /** What was told last of each subject, until it is done. */
  readonly #underWay = new Map<string, Promise<unknown>>()
  #leaving = false

  constructor(context: Context, bringAbout: typeof pull = pull) {
    this.#context = context
    this.#pull = bringAbout
  }

  /**
   * All at the same time, but those of one subject in the order in which they were told: a router that
   * is still being stopped would look as if it ran already. A change that fails goes back to its
   * baseline, so that nothing half-done stays.
   */
  async apply(changes: readonly AgentChange[]): Promise<readonly AppliedChange[]> {
    if (this.#leaving) throw new Error('the agent is leaving: nothing new is applied')
    return Promise.all(
      changes.map((change) => {
        const earlier = this.#underWay.get(change.subject)
        const applying = earlier
          ? earlier.then(() => this.#applyOne(change))
          : this.#applyOne(change)
        this.#underWay.set(change.subject, applying)
        return applying
      }),
    )
  }

  async #applyOne(change: AgentChange): Promise<AppliedChange> {
    const commandedAt = now()
    const { subject, state, baseline } = change
    this.#held.set(subject, change)
    try {
      const readBack = await this.#pull(state, this.#context)
      if (same(state, baseline)) this.#release(subject, state)
      return { subject, commandedAt, verifiedAt: now(), readBack }
    } catch (error) {
      const back = await this.#goBack(change)
      return { subject, commandedAt, readBack: `${reason(error)}; ${back}` }
    }
  }

  baselineShape(node: string, link: string): Shape {
    const shapes = [...this.#permanent.values()].filter((state) => state.lever === 'shape')
    return shapes.find((state) => state.node === node && state.link === link)?.shape ?? {}
  }

  #release(subject: string, baseline: AgentState): void {
    this.#held.delete(subject)
    if (baseline.lever === 'shape') this.#permanent.set(subject, baseline)
  }

  /** Everything back to the baseline: what the network needs first, what a running router must do itself after. */
  async revert(): Promise<readonly string[]> {
    this.#leaving = true
    const held = [...this.#held.values()].reverse()
    const failures: string[] = []
    for (const stage of [1, 2, 3]) {
      const due = held.filter(({ baseline }) => stageOf(baseline) === stage)
      const results = await Promise.all(due.map((change) => this.#revertOne(change)))
      failures.push(...results.filter((text) => text.startsWith('NOT')))
    }
    return failures
  }

  /** A node that came back has a new namespace, in which its held states do not exist any more. */
  async restore(node: string): Promise<void> {
    const held = [...this.#held].map(([subject, { state }]) => [subject, state] as const)
    const lost = [...new Map([...this.#permanent, ...held]).values()].filter(
      (state) => state.node === node && state.lever !== 'process',
    )
    await Promise.all(lost.map((state) => this.#pull(state, this.#context).catch(() => undefined)))
  }

  /** A state that is still being brought about would come after its baseline, and stay. */
  async #revertOne(change: AgentChange): Promise<string> {
    await this.#underWay.get(change.subject)
    return this.#goBack(change)
  }

  /** Held until it is done: an agent that leaves meanwhile must not forget it half-way. */
  async #goBack(change: AgentChange): Promise<string> {
    const { subject, baseline } = change
    const outcome = await this.#pull(baseline, this.#context).then(
      () => 'back at the baseline',
      (error) => `NOT back at the baseline: ${subject}: ${reason(error)}`,
    )
    if (this.#held.get(subject) === change) this.#held.delete(subject)
    return outcome
  }
}

// A paused router cannot answer its shell, and a stopped one has no namespace: processes come before commands.
const stageOf = ({ lever }: AgentState): number => {
  if (lever === 'process') return 1
  return lever === 'command' || lever === 'daemon' ? 3 : 2
}

const same = (a: AgentState, b: AgentState): boolean => JSON.stringify(a) === JSON.stringify(b)

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
