/** The grammar of assertions over how the network settled: `outcome(cut, reversion) == converged`. */
import { didYouMean } from '../lib/did-you-mean.ts'
import type { Half, Outcome } from './event.ts'

export interface ExpectedOutcome {
  readonly step: string
  readonly half: Half
  readonly comparator: '==' | '!='
  readonly outcome: Outcome
}

export const OUTCOMES: readonly Outcome[] = [
  'converged',
  'converged-wrong',
  'oscillating',
  'timeout',
  'aborted',
]

export type ParsedOutcome =
  | { readonly expected: ExpectedOutcome }
  | { readonly problem: string; readonly hint: string }

/** Undefined for an assertion over anything else. Whether the step exists is for the caller to judge. */
export const parseOutcome = (text: string): ParsedOutcome | undefined => {
  if (!/^\s*outcome\b/.test(text)) return undefined
  const parts = FORM.exec(text)?.groups
  if (!parts) return { problem: 'not an assertion over an outcome', hint: EXAMPLE }
  const { step = '', half = 'injection', comparator, outcome = '' } = parts
  if (half !== 'injection' && half !== 'reversion')
    return { problem: `unknown half "${half}"`, hint: 'known: injection, reversion' }
  if (comparator !== '==' && comparator !== '!=')
    return { problem: 'an outcome is compared with == or !=', hint: EXAMPLE }
  if (!isOutcome(outcome))
    return { problem: `unknown outcome "${outcome}"`, hint: didYouMean(outcome, OUTCOMES) }
  return { expected: { step, half, comparator, outcome } }
}

const EXAMPLE = 'write it like outcome(cut, reversion) == converged'

const FORM =
  /^\s*outcome\s*\(\s*(?<step>[\w.-]+)\s*(?:,\s*(?<half>[\w-]+)\s*)?\)\s*(?<comparator>[<>=!~]+)\s*(?<outcome>\S+)\s*$/

const isOutcome = (text: string): text is Outcome => OUTCOMES.some((known) => known === text)
