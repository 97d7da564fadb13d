import type { CaseResult } from './case.ts'
import { prefixesIn } from './compare.ts'
import type { Drawn } from './draw.ts'
import type { PhaseResult } from './phases.ts'
import { addTallies } from './reasons.ts'

export interface Outcome {
  readonly drawn: Drawn
  /** No difference, and nothing that went wrong. */
  readonly isGood: boolean
  readonly result?: CaseResult
  /** Why there is no result. */
  readonly error?: string
  /** The topology of a case with differences. */
  readonly file?: string
}

const SHOWN = 10

/** One line a case, and below it what differed. */
export const caseLine = ({ drawn, result, error, file }: Outcome): string => {
  if (!result) return `seed ${drawn.seed}: failed: ${firstLines(error)}`
  const { topology, runs, tookMs } = result
  const words = [
    `seed ${drawn.seed}`,
    `${topology.nodes.length} nodes`,
    `${new Set(topology.nodes.map(({ asn }) => asn)).size} ASes`,
    `${topology.sessions.length} sessions`,
    `${prefixesIn(topology)} prefixes`,
    ...runs.map(({ ground, phases }) => `${ground}: ${phases.map(countOf).join(', ')}`),
    `${(tookMs / 1000).toFixed(1)} s`,
  ]
  return [words.join('  '), ...differenceLines(result), ...(file ? [`  ${file}`] : [])].join('\n')
}

export const summary = (outcomes: readonly Outcome[], seconds: number): string => {
  const results = outcomes.flatMap(({ result }) => result ?? [])
  const phases = results.flatMap(({ runs }) => runs.flatMap((run) => run.phases))
  const comparisons = sum(phases.map((phase) => phase.comparisons))
  const differences = sum(phases.map((phase) => phase.differences.length))
  const failed = outcomes.length - results.length
  return [
    ...reasonLines(phases),
    `${results.length} topologies, ${comparisons} comparisons, ${differences} differences` +
      `${failed > 0 ? `, ${failed} without a result` : ''}, ${seconds.toFixed(0)} s`,
  ].join('\n')
}

/** All that differed, with where and when. */
export const differencesOf = ({ runs }: CaseResult): readonly string[] =>
  runs.flatMap(({ ground, phases }) =>
    phases.flatMap(({ name, differences }) =>
      differences.map((line) => `${ground}, ${name}: ${line}`),
    ),
  )

const firstLines = (text = ''): string => {
  const lines = text.split('\n')
  const more = lines.length - SHOWN
  return [...lines.slice(0, SHOWN), ...(more > 0 ? [`  and ${more} more lines`] : [])].join('\n')
}

const countOf = ({ name, differences }: PhaseResult): string => `${differences.length} ${name}`

const differenceLines = (result: CaseResult): readonly string[] => {
  const lines = differencesOf(result)
  const more = lines.length - SHOWN
  return [
    ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

/** Which step decided, by the solver and by FRR. */
const reasonLines = (phases: readonly PhaseResult[]): readonly string[] => {
  const { same, rival, unexplained } = addTallies(phases.map(({ reasons }) => reasons))
  const others = [...unexplained].toSorted(([, a], [, b]) => b - a)
  const strange = sum(others.map(([, count]) => count))
  if (same + rival + strange === 0) return []
  return [
    `deciding step of ${same + rival + strange} best paths: FRR names the same for ${same}, ` +
      `that against another rival for ${rival}, something else for ${strange}`,
    ...others.map(([pair, count]) => `  ${count} times: ${pair}`),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
