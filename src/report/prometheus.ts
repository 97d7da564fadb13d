/** The figures of a run in the text format of Prometheus (version 0.0.4), for a node exporter or a push gateway. */
import type { Unit } from '../model/measurement.ts'
import { type FinishedRun, headOf } from './finished-run.ts'
import { type Statistics, statisticsOf } from './statistics.ts'

export const renderPrometheus = (run: FinishedRun): string => {
  const { plan, backend } = headOf(run)
  const common = { plan, backend }
  const names = new Map<string, Statistics[]>()
  for (const row of statisticsOf(run.measurements))
    names.set(metricName(row), [...(names.get(metricName(row)) ?? []), row])
  const passed = run.result.verdict === 'passed' ? 1 : 0
  const { verdict } = run.result
  return [
    '# HELP chaoslemur_run_passed Whether the run passed (1) or not (0).',
    '# TYPE chaoslemur_run_passed gauge',
    `chaoslemur_run_passed${labels({ ...common, verdict })} ${passed}`,
    ...[...names].flatMap(([name, rows]) => [
      `# HELP ${name} ${rows[0]?.name}, over all iterations of a run.`,
      `# TYPE ${name} summary`,
      ...rows.flatMap((row) => linesOf(name, row, common)),
    ]),
    '',
  ].join('\n')
}

/** Base units, as the naming rules of Prometheus ask for. */
const BASE: Readonly<Record<Unit, { readonly suffix: string; readonly divisor: number }>> = {
  ms: { suffix: '_seconds', divisor: 1000 },
  octets: { suffix: '_bytes', divisor: 1 },
  ratio: { suffix: '_ratio', divisor: 1 },
  packets: { suffix: '_packets', divisor: 1 },
  count: { suffix: '', divisor: 1 },
}

const metricName = ({ name, unit }: Statistics): string =>
  `chaoslemur_${name.replaceAll(/[^a-z0-9]/g, '_')}${BASE[unit].suffix}`

const linesOf = (
  name: string,
  { unit, step = '', half, n, min, median, p95, max, mean }: Statistics,
  common: Readonly<Record<string, string>>,
): readonly string[] => {
  const { divisor } = BASE[unit]
  const own = { ...common, step, half: half ?? '' }
  const quantiles = [
    ['0', min],
    ['0.5', median],
    ['0.95', p95],
    ['1', max],
  ] as const
  return [
    ...quantiles.flatMap(([quantile, value]) =>
      value === null ? [] : [`${name}${labels({ ...own, quantile })} ${value / divisor}`],
    ),
    `${name}_sum${labels(own)} ${((mean ?? 0) * n) / divisor}`,
    `${name}_count${labels(own)} ${n}`,
  ]
}

const labels = (values: Readonly<Record<string, string>>): string => {
  const parts = Object.entries(values).flatMap(([name, value]) =>
    value === '' ? [] : [`${name}="${escaped(value)}"`],
  )
  return `{${parts.join(',')}}`
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
