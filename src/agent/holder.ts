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
  readonly #held = new Map<string, AgentChange>()
  /** Links that are slow or lossy by the topology: not faults, but a new namespace does not have them. */
  readonly #permanent = new Map<string, AgentState>()

  constructor(context: Context) {
    this.#context = context
  }

  /** All at the same time. A change that fails goes back to its baseline, so that nothing half-done stays. */
  apply(changes: readonly AgentChange[]): Promise<readonly AppliedChange[]> {
    return Promise.all(changes.map((change) => this.#applyOne(change)))
  }

  async #applyOne(change: AgentChange): Promise<AppliedChange> {
    const commandedAt = now()
    const { subject, state, baseline } = change
    this.#held.set(subject, change)
    try {
      const readBack = await pull(state, this.#context)
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
    const held = [...this.#held.values()].reverse()
    const failures: string[] = []
    for (const stage of [1, 2, 3]) {
      const now = held.filter(({ baseline }) => stageOf(baseline) === stage)
      const results = await Promise.all(now.map((change) => this.#goBack(change)))
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
    await Promise.all(lost.map((state) => pull(state, this.#context).catch(() => undefined)))
  }

  async #goBack({ subject, baseline }: AgentChange): Promise<string> {
    this.#held.delete(subject)
    return pull(baseline, this.#context).then(
      () => 'back at the baseline',
      (error) => `NOT back at the baseline: ${subject}: ${reason(error)}`,
    )
  }
}

// A paused router cannot answer its shell, and a stopped one has no namespace: processes come before commands.
const stageOf = ({ lever }: AgentState): number => {
  if (lever === 'process') return 1
  return lever === 'command' || lever === 'daemon' ? 3 : 2
}

const same = (a: AgentState, b: AgentState): boolean => JSON.stringify(a) === JSON.stringify(b)

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
