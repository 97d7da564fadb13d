import type { Plan } from '../model/plan.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Actuator } from './actuator.ts'
import type { Predict } from './ask.ts'
import type { Board } from './board.ts'
import type { Horizon } from './horizon.ts'
import type { Journal } from './journal.ts'
import type { Watch } from './watch.ts'

/** What all activations of a run share. */
export interface Stage {
  readonly plan: Plan
  readonly testbed: Testbed
  readonly journal: Journal
  readonly actuator: Actuator
  readonly watch: Watch
  readonly board: Board
  readonly predict: Predict
  /** Of all activations that settle now. */
  readonly horizons: Set<Horizon>
  /** Clock time of t0. */
  readonly t0: number
  /** How long a network may stay busy after the settle horizon. */
  readonly settleTimeoutMs: number
  readonly signal: AbortSignal
}
