/** What a comparison found, for both forms of the bench. */
import type { Row, Rules } from '../../src/report/compare/compare.ts'

export interface CompareOptions {
  /** The plan file. */
  readonly file: string
  readonly repeats: number
  readonly comparisons: number
  /** Equal runs on Docker, each in a lab of its own. */
  readonly labs: number
  /** Of the runs that are not longer. */
  readonly mraiMs: number
  readonly rules: Rules
  /** Folder of run folders. */
  readonly runs: string
  /** On Docker: a busy host spoils nothing, but is told of. */
  readonly allowContention: boolean
  readonly signal: AbortSignal
}

export const LONGER_MS = 300

export const found = ({ rows }: { readonly rows: readonly Row[] }): readonly Row[] =>
  rows.filter(({ verdict }) => verdict === 'regression' || verdict === 'improvement')

/** It is the control plane that waits for the MRAI. */
export const isSlower = ({ name, verdict }: Row): boolean =>
  name === 'convergence' && verdict === 'regression'

export const textOf = (rows: readonly Row[]): string =>
  rows.length === 0
    ? 'no difference'
    : rows
        .map(
          ({ name, step, half, correctedP, cliffsDelta }) =>
            `${name} (${step}, ${half}) p=${correctedP?.toPrecision(2)} d=${cliffsDelta?.toFixed(2)}`,
        )
        .join(', ')
