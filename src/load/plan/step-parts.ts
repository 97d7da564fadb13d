import type { Selector, Start } from '../../model/plan.ts'
import type { AfterText, SelectorText } from '../../model/plan-spec.ts'

/** A start as the model has it; `next` when nothing was written. */
export const startOf = ({
  at,
  after,
}: {
  readonly at?: number | undefined
  readonly after?: AfterText
}): Start => {
  if (after !== undefined) return afterOf(after)
  return at === undefined ? { type: 'next' } : { type: 'at', atMs: at }
}

const afterOf = (after: NonNullable<AfterText>): Start =>
  typeof after === 'string'
    ? { type: 'after', steps: [after], event: 'ended', delayMs: 0 }
    : { type: 'after', steps: after.step, event: after.event, delayMs: after.delay }

export const selectorOf = (text: SelectorText): Selector => {
  if (typeof text === 'string') return { names: [text], exclude: [] }
  if (Array.isArray(text)) return { names: text, exclude: [] }
  const { names = [], exclude = [], group, kind, asn, pick } = text
  const distinctFrom = text['distinct-from']
  return {
    names,
    exclude,
    ...(group !== undefined && { group }),
    ...(kind !== undefined && { kind }),
    ...(asn !== undefined && { asn }),
    ...(pick !== undefined && { pick }),
    ...(distinctFrom !== undefined && { distinctFrom }),
  }
}
