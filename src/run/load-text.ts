/** Loads as the plan file has them, and as rows of the table of what will happen. */
import { formatDuration } from '../lib/duration.ts'
import type { Load, RateStage } from '../model/load.ts'

/** An entry of `load` that gives the same load again, wherever the lab's own prefixes are by then. */
export const loadEntry = (load: Load) => ({
  id: load.id,
  do: load.do,
  into: load.into,
  ...(load.out !== load.into && { out: load.out }),
  prefixes: load.prefixes,
  ...(load.groupSize > 1 && { group: load.groupSize }),
  ...(load.rate && { rate: rateText(load.rate) }),
  ...(load.family === 'ipv6' && { family: load.family }),
  'seed-prefix': `${load.seedPrefix}/${load.prefixLength}`,
  ...(load.paths !== 'cycle' && { paths: load.paths }),
  ...(load.pathLength !== 3 && { 'path-length': load.pathLength }),
  ...(load.canaryEveryMs !== 1000 && { canary: formatDuration(load.canaryEveryMs) }),
  ...(!load.withdraw && { withdraw: false }),
  ...startText(load.start),
  ...(load.forMs !== undefined && { for: formatDuration(load.forMs) }),
  ...(load.note !== undefined && { note: load.note }),
})

/** When, id, what, where and for how long. */
export const loadRow = (load: Load): readonly string[] => {
  const { id, into, out, prefixes, rate, forMs, start } = load
  const when =
    start.type === 'at'
      ? `t0 + ${formatDuration(start.atMs)}`
      : `after ${start.steps.join(', ')} ${start.event}${delayed(start.delayMs)}`
  const speed = rate ? rateWords(rate) : 'flat out'
  return [
    when,
    id,
    `flood of ${prefixes} prefixes, ${speed}`,
    into === out ? into : `${into}, out of ${out}`,
    forMs === undefined ? 'once' : formatDuration(forMs),
  ]
}

const delayed = (ms: number): string => (ms > 0 ? ` + ${formatDuration(ms)}` : '')

const startText = (start: Load['start']) => {
  if (start.type === 'at') return { at: formatDuration(start.atMs) }
  const { steps, event, delayMs } = start
  const step = steps.length === 1 ? steps[0] : steps
  return { after: { step, event, ...(delayMs > 0 && { delay: formatDuration(delayMs) }) } }
}

const rateText = (stages: readonly RateStage[]) => {
  const [first, ...more] = stages
  const isConstant = first?.fromPerS === first?.toPerS && first?.forMs === undefined
  if (first && isConstant && more.length === 0) return `${first.fromPerS}/s`
  return stages.map(({ fromPerS, toPerS, forMs }) => ({
    from: `${fromPerS}/s`,
    ...(toPerS !== fromPerS && { to: `${toPerS}/s` }),
    ...(forMs !== undefined && { for: formatDuration(forMs) }),
  }))
}

const rateWords = (stages: readonly RateStage[]): string =>
  stages
    .map(({ fromPerS, toPerS }) =>
      fromPerS === toPerS ? `${fromPerS}/s` : `${fromPerS}/s to ${toPerS}/s`,
    )
    .join(', then ')
