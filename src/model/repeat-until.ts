/** When a plan was repeated often enough: `convergence(cut).median`, known to within a share of itself. */
import { parseAssertion } from './assertion.ts'
import type { Half } from './event.ts'

export interface RepeatUntil {
  /** As written. */
  readonly text: string
  /** Name of a measurement. */
  readonly metric: string
  readonly step?: string
  /** Injection where a step is named without it. */
  readonly half?: Half
  readonly stat: 'mean' | 'median'
  /** How far the 95 % confidence interval may reach, as a share of the mean or median: half its width. */
  readonly share: number
  /** Fewer iterations than these never end it. */
  readonly min: number
}

export type ParsedFigure =
  | { readonly figure: Pick<RepeatUntil, 'metric' | 'step' | 'half' | 'stat'> }
  | { readonly problem: string; readonly hint: string }

/** It is the left side of an assertion. Whether metric and step exist is for the caller to judge. */
export const parseFigure = (text: string): ParsedFigure => {
  const parsed = parseAssertion(`${text} <= 0`)
  const hint = 'write it like convergence(cut), or convergence(cut, reversion).median'
  if ('problem' in parsed)
    return parsed.problem === 'not an assertion'
      ? { problem: `not a figure: ${text}`, hint }
      : parsed
  const { metric, step, half, stat = 'mean' } = parsed.assertion
  if (stat !== 'mean' && stat !== 'median')
    return { problem: `no interval of ${stat}`, hint: 'known: mean, median' }
  return {
    figure: { metric, ...(step !== undefined && { step }), ...(half && { half }), stat },
  }
}
