/** A matrix of three cells: repeats enough, too few, and none. */
import type { Measurement } from '../../../src/model/measurement.ts'
import type { FinishedMatrix, PlayedCell } from '../../../src/report/matrix/finished-matrix.ts'
import { statisticsOf } from '../../../src/report/statistics.ts'

const figures = (name: string, values: readonly number[]): Measurement[] =>
  values.map((value, at) => ({
    name,
    unit: 'ms',
    instance: 'cut',
    step: 'cut',
    half: 'injection',
    iteration: at + 1,
    value,
    samples: [value],
  }))

const cell = (
  hold: string,
  values: readonly number[],
  rest: Partial<PlayedCell> = {},
): PlayedCell => ({
  name: `hold=${hold}`,
  settings: { 'timers.hold': hold },
  verdict: 'passed',
  reasons: [],
  exitStatus: 0,
  folder: `hold=${hold}`,
  iterations: values.length,
  statistics: statisticsOf([...figures('detection', values), ...figures('rib-fib-lag', values)]),
  ...rest,
})

export const sampleMatrix: FinishedMatrix = {
  plan: '<plan>',
  topology: 'ring',
  backend: 'sim',
  seed: 7,
  startedAt: Date.UTC(2026, 10, 21),
  folder: 'runs/m',
  cells: [
    cell('3s', [2000, 2100, 2200, 2300, 2400]),
    cell('9s', [8000, 8100], { verdict: 'failed', reasons: ['detection(cut) <= 3s: got 8.1 s'] }),
    cell('20s', [], { verdict: 'error', reasons: ['no engine'], folder: undefined as never }),
  ],
}
