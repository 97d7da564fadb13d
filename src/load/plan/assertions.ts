import { didYouMean } from '../../lib/did-you-mean.ts'
import { measurements } from '../../measure/index.ts'
import { parseAssertion, unitProblem } from '../../model/assertion.ts'
import { parseOutcome } from '../../model/outcome-assertion.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'

export interface Known {
  readonly metricNames: readonly string[]
  readonly steps: readonly string[]
  readonly loads: readonly string[]
}

/** Assertions that could not be judged: their grammar, their measurement or their step is wrong. */
export const checkAssertions = (
  source: Source,
  texts: readonly string[],
  known: Known,
  origin: (path: Path) => Path,
): readonly Problem[] =>
  texts.flatMap((text, index) => {
    const wrong = problemOf(text, known)
    const path = origin(['assertions', index])
    return wrong ? [source.problem(path, wrong.problem, { hint: wrong.hint })] : []
  })

const problemOf = (
  text: string,
  known: Known,
): { readonly problem: string; readonly hint: string } | undefined => {
  const outcome = parseOutcome(text)
  if (outcome) return 'problem' in outcome ? outcome : unknownStep(outcome.expected.step, known)
  const parsed = parseAssertion(text)
  if ('problem' in parsed) return parsed
  const { metric } = parsed.assertion
  const found = measurements.find(({ name }) => name === metric)
  return (
    unknownName(parsed.assertion, known) ?? (found && unitProblem(parsed.assertion, found.unit))
  )
}

const unknownStep = (step: string, { steps }: Known) =>
  steps.includes(step) ? undefined : { problem: `no step "${step}"`, hint: didYouMean(step, steps) }

/** Whether there is such a measurement, and such a step or load. */
export const unknownName = (
  { metric, step }: { readonly metric: string; readonly step?: string },
  { metricNames, steps, loads }: Known,
): { readonly problem: string; readonly hint: string } | undefined => {
  if (!metricNames.includes(metric))
    return { problem: `unknown measurement "${metric}"`, hint: didYouMean(metric, metricNames) }
  const found = measurements.find(({ name }) => name === metric)
  const [what, names] = found?.ofLoad ? (['load', loads] as const) : (['step', steps] as const)
  if (step === undefined || names.includes(step)) return undefined
  return { problem: `no ${what} "${step}"`, hint: didYouMean(step, names) }
}
