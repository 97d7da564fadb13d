import type { RunEvent } from '../model/event.ts'
import type { ExpectedOutcome } from '../model/outcome-assertion.ts'
import type { Judgement } from './assertion.ts'

/** Judges an assertion over outcomes: it must hold for all activations of the step, in all iterations. */
export const judgeOutcome = (
  { step, half, comparator, outcome }: ExpectedOutcome,
  journal: readonly RunEvent[],
): Judgement => {
  const instances = new Set(
    journal.flatMap((event) =>
      event.type === 'fault-started' && (event.step === step || event.id === step)
        ? [event.id]
        : [],
    ),
  )
  const seen = journal.flatMap((event) =>
    event.type === 'settled' && event.half === half && instances.has(event.instance)
      ? [event.outcome]
      : [],
  )
  if (seen.length === 0) return { passed: false, got: 'it never settled' }
  const passed = seen.every((one) => (one === outcome) === (comparator === '=='))
  return { passed, got: [...new Set(seen)].join(', ') }
}
