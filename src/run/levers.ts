/** Brings folded states about on a testbed, reads them back, and remembers what may be in place. */
import { explain } from '../lib/errors.ts'
import type { LeverState } from '../model/effect.ts'
import type { Applied, Testbed } from '../model/testbed.ts'
import { withDeadline } from './deadline.ts'
import type { States } from './fold.ts'
import { wavesOf } from './waves.ts'

export interface Brought {
  readonly commandedAt: number
  readonly verifiedAt: number
  readonly applied: readonly Applied[]
  /** What could not be read back, each with its reason. */
  readonly failed: readonly string[]
}

export class Levers {
  readonly #testbed: Testbed
  /** What may be in place: a state stays here until its subject was read back in another one. */
  #held: States = new Map()

  constructor(testbed: Testbed) {
    this.#testbed = testbed
  }

  /**
   * Applies what differs from what is held, and `moments` with it. Never rejects: what went wrong is
   * in `failed`, and a later call tries again.
   */
  async bring(
    states: States,
    moments: readonly LeverState[],
    signal?: AbortSignal,
  ): Promise<Brought> {
    const { topology, clock } = this.#testbed
    const startedAt = clock.now()
    const before = this.#held
    // Until it is read back, the old state of a subject may be in place as well as the new one.
    this.#held = new Map([...before, ...states])
    const { first, second, moot, owed } = wavesOf(before, states, topology, moments)
    const result = await this.#applyBoth(first, second, signal)
    const applied = [...moot.map((state) => asMoot(state, startedAt)), ...result.applied]
    this.#held =
      result.failed.length === 0
        ? new Map([...owed.map((state) => [state.subject, state] as const), ...states])
        : this.#stillHeld(states, applied)
    return { ...spanOf(applied, startedAt), applied, failed: result.failed }
  }

  async #applyBoth(
    first: readonly LeverState[],
    second: readonly LeverState[],
    signal?: AbortSignal,
  ): Promise<WaveResult> {
    const one = await this.#apply(first, signal)
    if (one.failed.length > 0) return one
    const two = await this.#apply(second, signal)
    return { applied: [...one.applied, ...two.applied], failed: two.failed }
  }

  async #apply(wave: readonly LeverState[], signal?: AbortSignal): Promise<WaveResult> {
    if (wave.length === 0) return { applied: [], failed: [] }
    const what = `setting ${wave.map(({ subject }) => subject).join(', ')}`
    try {
      const applied = await withDeadline(
        { clock: this.#testbed.clock, ms: DEADLINE_MS, what },
        (inTime) => this.#testbed.apply(wave, inTime),
        signal,
      )
      return { applied, failed: wave.flatMap((state) => problemOf(state, applied)) }
    } catch (error) {
      return { applied: [], failed: [explain(error)] }
    }
  }

  #stillHeld(states: States, applied: readonly Applied[]): States {
    const verified = new Set(
      applied.flatMap(({ subject, verifiedAt }) => (verifiedAt === undefined ? [] : [subject])),
    )
    return new Map(
      [...this.#held].filter(([subject]) => states.has(subject) || !verified.has(subject)),
    )
  }
}

/** Starting a container can take seconds; more than this is a hang. */
const DEADLINE_MS = 30_000

interface WaveResult {
  readonly applied: readonly Applied[]
  readonly failed: readonly string[]
}

const problemOf = ({ subject }: LeverState, applied: readonly Applied[]): readonly string[] => {
  const result = applied.find((candidate) => candidate.subject === subject)
  if (result?.verifiedAt !== undefined) return []
  return [`${subject}: ${result ? `read back ${result.readBack}` : 'nothing was read back'}`]
}

const asMoot = ({ subject }: LeverState, at: number): Applied => ({
  subject,
  commandedAt: at,
  verifiedAt: at,
  readBack: 'out of reach: the node is stopped, or its BGP speaker does not run',
})

/** From the first command to the last read-back. Where nothing had to change, it held at once. */
const spanOf = (applied: readonly Applied[], startedAt: number) => {
  if (applied.length === 0) return { commandedAt: startedAt, verifiedAt: startedAt }
  return {
    commandedAt: Math.min(...applied.map(({ commandedAt }) => commandedAt)),
    verifiedAt: Math.max(
      ...applied.map(({ commandedAt, verifiedAt }) => verifiedAt ?? commandedAt),
    ),
  }
}
