import type { Verdict } from '../../model/event.ts'
import { entriesOf, type FinishedRun } from '../finished-run.ts'
import { type Html, html } from './html.ts'
import type { Section } from './section.ts'
import { table } from './table.ts'

/** The verdict and what it rests on. */
export const summary: Section = {
  id: 'verdict',
  title: 'Verdict',
  render: ({ run }) => html`${verdictBox(run)}${assertionTable(run)}${skipped(run)}`,
}

/** A sign beside the word: colour alone would not tell everybody. */
const SIGNS: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✗',
  invalid: '?',
  aborted: '■',
}

const MEANING: Readonly<Record<Verdict, string>> = {
  passed: 'The network did what the plan demands.',
  failed: 'The network did not do what the plan demands.',
  invalid: 'The figures of this run cannot be trusted.',
  aborted: 'The run was ended before its time.',
}

const verdictBox = ({ result: { verdict, reasons } }: FinishedRun): Html =>
  html`<div class="verdict ${verdict}"><p><span class="sign" aria-hidden="true">${SIGNS[verdict]}</span> <strong>${verdict}</strong> ${MEANING[verdict]}</p>${
    reasons.length > 0 && html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
  }</div>`

const assertionTable = (run: FinishedRun): Html => {
  if (run.assertions.length === 0) return html`<p>The plan has no assertions.</p>`
  const judged = new Map(entriesOf(run, 'assertion-judged').map((entry) => [entry.text, entry]))
  const rows = run.assertions.map((text) => {
    const judgement = judged.get(text)
    if (!judgement) return [html`<code>${text}</code>`, '-', 'not judged']
    const { passed, got } = judgement
    return [html`<code>${text}</code>`, got, passed ? mark('passed') : mark('failed')]
  })
  const count = run.assertions.filter((text) => judged.get(text)?.passed).length
  const caption = `Assertions: ${count} of ${run.assertions.length} passed`
  return table({ caption, head: ['Assertion', 'Got', 'Result'], rows })
}

const mark = (verdict: 'passed' | 'failed'): Html =>
  html`<span class="mark ${verdict}">${SIGNS[verdict]} ${verdict}</span>`

const skipped = (run: FinishedRun): Html | undefined => {
  const steps = entriesOf(run, 'step-skipped')
  if (steps.length === 0) return undefined
  const lines = [...new Set(steps.map(({ step, reason }) => `${step}: ${reason}`))]
  return html`<p>Steps that were skipped:</p><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}
