import type { Verdict } from '../../model/event.ts'
import type { Settings } from '../../model/matrix.ts'
import type { Statistics } from '../statistics.ts'

/** A plan that was played with each combination of its matrix. */
export interface FinishedMatrix {
  readonly plan: string
  readonly topology: string
  readonly backend: string
  readonly seed: number
  /** Wall clock, milliseconds since the epoch. */
  readonly startedAt: number
  readonly folder: string
  readonly cells: readonly PlayedCell[]
}

export interface PlayedCell {
  readonly name: string
  readonly settings: Settings
  /** `error`: the environment failed, and there are no results. */
  readonly verdict: Verdict | 'error' | 'not played'
  readonly reasons: readonly string[]
  readonly exitStatus: number
  /** Name of the run folder in that of the matrix, where there is one with results. */
  readonly folder?: string
  readonly iterations: number
  /** Of every figure; empty without results. */
  readonly statistics: readonly Statistics[]
}

/** The keys of the matrix, in the order of the file. */
export const axesOf = ({ cells }: Pick<FinishedMatrix, 'cells'>): readonly string[] =>
  Object.keys(cells[0]?.settings ?? {})
