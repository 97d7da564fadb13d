/** Figures of trials with and without observation, as tables with what follows from them. */
import { mean, median, standardDeviation } from '../../src/lib/statistics.ts'
import { renderTable } from '../../src/lib/table.ts'
import { CONSUMERS, type Consumer, processors } from './processor-time.ts'
import type { Reaction } from './reaction.ts'
import type { Trial } from './trial.ts'

export interface Series {
  readonly on: readonly Trial[]
  readonly off: readonly Trial[]
}

export interface Verdict {
  readonly lines: readonly string[]
  readonly holds: boolean
}

const right = (title: string) => ({ title, align: 'right' as const })

/** Observation changes convergence by less than the spread from run to run: one standard deviation without it. */
export const convergenceLines = ({ on, off }: Series): Verdict => {
  const rows: string[][] = []
  const sentences: string[] = []
  let holds = true
  for (const [what, half] of HALVES) {
    const figures = (series: readonly Trial[], of: keyof Reaction) =>
      series.map((trial) => half(trial)[of])
    const row = (name: string, values: readonly number[]) =>
      rows.push([name, ...statistics(values)])
    const [observed, alone] = [figures(on, 'convergenceMs'), figures(off, 'convergenceMs')]
    row(`${what}: command to effect, observed`, figures(on, 'effectMs'))
    row(`${what}: command to effect, alone`, figures(off, 'effectMs'))
    row(`${what}: effect to last UPDATE, observed`, observed)
    row(`${what}: effect to last UPDATE, alone`, alone)
    const differs = Math.abs(mean(observed) - mean(alone))
    const spread = standardDeviation(alone)
    holds &&= differs < spread
    sentences.push(
      `${what}: the means differ by ${differs.toFixed(1)} ms, the spread from run to run is ${spread.toFixed(1)} ms: ${differs < spread ? 'less' : 'NOT less'}`,
    )
  }
  const titles = ['n', 'mean ms', 'sd ms', 'median ms', 'min ms', 'max ms'].map(right)
  const table = renderTable([{ title: '' }, ...titles], rows)
  return { lines: [table, ...sentences], holds }
}

const HALVES: readonly (readonly [string, (trial: Trial) => Reaction])[] = [
  ['cut', ({ cut }) => cut],
  ['heal', ({ heal }) => heal],
]

const statistics = (values: readonly number[]): string[] => [
  String(values.length),
  ...[
    mean(values),
    standardDeviation(values),
    median(values),
    Math.min(...values),
    Math.max(...values),
  ].map((value) => value.toFixed(1)),
]

const MOST = 0.05
/** What is there only for the sake of observation, or has more to do because of it. */
const OBSERVATION: readonly Consumer[] = [
  'tcpdump',
  'ip monitor',
  'fping',
  'agent',
  'controller',
  'engine',
]

/** Processor time as a share of what all processors have. */
export const shareLines = (series: Series): Verdict => {
  const share = (trials: readonly Trial[], who: Consumer) =>
    median(trials.map(({ used, seconds }) => used[who] / seconds / processors()))
  const rows = CONSUMERS.map((who) => {
    const [on, off] = [share(series.on, who), share(series.off, who)]
    return { who, on, off, costs: on - off }
  })
  const counted = (who: Consumer) =>
    OBSERVATION.includes(who) && (who !== 'engine' || isAlone(series))
  const total = rows.filter(({ who }) => counted(who)).reduce((sum, { costs }) => sum + costs, 0)
  const table = renderTable(
    [{ title: 'share of all processors' }, ...['observed', 'alone', 'difference'].map(right)],
    rows.map(({ who, on, off, costs }) => [who, ...[on, off, costs].map(percent)]),
  )
  const start = median(series.on.map(({ startSeconds }) => startSeconds))
  const lines = [
    table,
    `observation costs ${percent(total)} of the processors (${OBSERVATION.filter(counted).join(', ')}), and ${start.toFixed(2)} processor seconds to begin`,
    ...(isAlone(series) ? [] : ['the engine is left out: it worked for other labs meanwhile']),
  ]
  return { lines, holds: total < MOST }
}

const isAlone = ({ on, off }: Series): boolean =>
  [...on, ...off].every(({ strangers }) => strangers === 0)

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
