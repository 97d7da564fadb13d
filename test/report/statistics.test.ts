import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { statisticsOf } from '../../src/report/statistics.ts'
import { measured } from './sample-run.ts'

const cut = { instance: 'cut', half: 'injection' } as const

describe('statistics', () => {
  test('pool the samples of all iterations and activations of a step', () => {
    const [row, ...others] = statisticsOf([
      measured('convergence', cut, 30, { samples: [10, 30] }),
      measured('convergence', { ...cut, iteration: 2 }, 20, { samples: [] }),
      measured('convergence', { ...cut, instance: 'cut.2' }, 100, { step: 'cut' }),
    ])
    assert.deepEqual(others, [])
    assert.deepEqual(row, {
      name: 'convergence',
      unit: 'ms',
      step: 'cut',
      half: 'injection',
      missing: 0,
      n: 4,
      iterations: 2,
      min: 10,
      mean: 40,
      sd: Math.sqrt((30 ** 2 + 20 ** 2 + 10 ** 2 + 60 ** 2) / 3),
      median: 20,
      p95: 100,
      p99: 100,
      max: 100,
      intervals: null,
    })
  })

  test('keep steps, halves and figures apart', () => {
    const rows = statisticsOf([
      measured('convergence', cut, 1),
      measured('convergence', { ...cut, half: 'reversion' }, 2),
      measured('detection', cut, 3),
      measured('convergence', { ...cut, instance: 'crash' }, 4),
    ])
    assert.deepEqual(
      rows.map(({ mean }) => mean),
      [1, 2, 3, 4],
    )
  })

  test('count what has no value, and have no figures when nothing has', () => {
    const [row] = statisticsOf([measured('detection', cut, null)])
    assert.deepEqual([row?.missing, row?.n, row?.median], [1, 0, null])
  })

  test('have intervals from five iterations on, and always the same ones', () => {
    const of = (count: number) =>
      statisticsOf(
        Array.from({ length: count }, (_, index) =>
          measured('convergence', { ...cut, iteration: index + 1 }, 100 + 10 * index),
        ),
      )[0]
    assert.equal(of(4)?.intervals, null)
    const { intervals, mean, median } = of(5)!
    assert.ok(intervals && intervals.mean.low < mean! && mean! < intervals.mean.high)
    assert.ok(intervals.median.low <= median! && median! <= intervals.median.high)
    assert.deepEqual(of(5)?.intervals, intervals)
  })
})
