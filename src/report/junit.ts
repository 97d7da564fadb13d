/**
 * JUnit XML, as CI servers read it. A failed assertion, or a network that settled wrongly, is a
 * `failure`; whatever takes the trust out of the figures is an `error`.
 */
import { type Entry, entriesOf, type FinishedRun, headOf, timesPlayed } from './finished-run.ts'

export const renderJunit = (run: FinishedRun): string => {
  const { plan, at } = headOf(run)
  const cases = casesOf(run)
  const suite = attributes({
    name: plan,
    tests: cases.length,
    failures: count(cases, 'failure'),
    errors: count(cases, 'error'),
    skipped: count(cases, 'skipped'),
    time: seconds(durationMs(run)),
    timestamp: new Date(at).toISOString(),
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${suite}>`,
    '    <properties>',
    ...propertiesOf(run).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...cases.map((testCase) => renderCase(testCase, plan)),
    ...(run.folder === undefined
      ? []
      : [`    <system-out>run folder: ${xmlText(run.folder)}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

interface Case {
  readonly name: string
  readonly timeMs?: number
  /** Passed when there is none. */
  readonly problem?: { readonly type: Problem; readonly lines: readonly string[] }
}
type Problem = 'failure' | 'error' | 'skipped'

const casesOf = (run: FinishedRun): readonly Case[] => [
  steadyState(run),
  ...run.assertions.map((text) => assertion(run, text)),
  ...entriesOf(run, 'step-skipped').map(skippedStep),
  settling(run),
  healing(run),
  trust(run),
]

const steadyState = (run: FinishedRun): Case => {
  const starts = entriesOf(run, 'run-started')
  const reached = entriesOf(run, 'steady-state-reached')
  const timeMs = (reached[0]?.at ?? starts[0]?.at ?? 0) - (starts[0]?.at ?? 0)
  const reasons = entriesOf(run, 'steady-state-failed').flatMap((entry) => entry.reasons)
  const lines = reached.length < starts.length && reasons.length === 0 ? ['not awaited'] : reasons
  return { name: 'steady-state', timeMs, ...problem('error', lines) }
}

const assertion = (run: FinishedRun, text: string): Case => {
  const judged = entriesOf(run, 'assertion-judged').find((entry) => entry.text === text)
  const { verdict, reasons } = run.result
  if (verdict === 'invalid' || verdict === 'aborted')
    return { name: text, ...problem('error', [`the run is ${verdict}`, ...reasons]) }
  if (!judged) return { name: text, ...problem('error', ['not judged']) }
  return { name: text, ...(judged.passed ? {} : problem('failure', [`got ${judged.got}`])) }
}

const skippedStep = ({ step, reason }: Entry<'step-skipped'>): Case => ({
  name: `step ${step}`,
  ...problem('skipped', [reason]),
})

/** Did the network come to the predicted state after each change? */
const settling = (run: FinishedRun): Case => {
  const bad = entriesOf(run, 'settled').filter(
    ({ outcome, expected }) => outcome !== 'converged' && outcome !== 'aborted' && !expected,
  )
  const lines = bad.flatMap(({ instance, half, outcome, differences }) => [
    `${half} of ${instance}: ${outcome}`,
    ...differences,
  ])
  const type = bad.every(({ outcome }) => outcome === 'timeout') ? 'error' : 'failure'
  return { name: 'settle', ...problem(type, lines) }
}

const healing = (run: FinishedRun): Case => {
  const unverified = entriesOf(run, 'fault-unverified').filter(({ half }) => half === 'reversion')
  const lines = unverified.map(({ instance, reason }) => `${instance}: ${reason}`)
  return { name: 'heal', ...problem('error', lines) }
}

/** Were all faults really injected, and was everything seen? */
const trust = (run: FinishedRun): Case => {
  const lines = run.entries.flatMap((entry) => {
    if (entry.type === 'invalidated') return [entry.reason]
    if (entry.type === 'observer-failed') return [`observation of ${entry.node}: ${entry.what}`]
    const unverified = entry.type === 'fault-unverified' && entry.half === 'injection'
    return unverified ? [`${entry.instance} was not verified: ${entry.reason}`] : []
  })
  return { name: 'trust', ...problem('error', lines) }
}

const problem = (type: Problem, lines: readonly string[]): Pick<Case, 'problem'> =>
  lines.length === 0 ? {} : { problem: { type, lines } }

const count = (cases: readonly Case[], type: Problem): number =>
  cases.filter((testCase) => testCase.problem?.type === type).length

const propertiesOf = (run: FinishedRun): readonly (readonly [string, string])[] => {
  const { seed, backend, versions } = headOf(run)
  return [
    ['seed', String(seed)],
    ['backend', backend],
    ['iterations', String(timesPlayed(run))],
    ['verdict', run.result.verdict],
    ...Object.entries(versions).map(([name, version]) => [`version.${name}`, version] as const),
  ]
}

const durationMs = (run: FinishedRun): number => {
  const first = headOf(run).at
  return (run.entries.at(-1)?.at ?? first) - first
}

const renderCase = ({ name, timeMs = 0, problem }: Case, classname: string): string => {
  const head = `    <testcase${attributes({ classname, name, time: seconds(timeMs) })}`
  if (!problem) return `${head}/>`
  const { type, lines } = problem
  const [message = '', ...more] = lines
  const body = more.length > 0 ? `>${xmlText(lines.join('\n'))}</${type}>` : '/>'
  return `${head}><${type}${attributes({ message })}${body}</testcase>`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('')

/** XML 1.0 has no way to write most control characters, not even as a reference. */
const xmlText = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
