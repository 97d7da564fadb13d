import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ParsedFigure, parseFigure, type RepeatUntil } from '../../src/model/repeat-until.ts'
import { oftenEnough } from '../../src/report/often-enough.ts'
import { measured } from './sample-run.ts'

const until = (text: string, share: number, min = 5): RepeatUntil => {
  const parsed = parseFigure(text) as Extract<ParsedFigure, { figure: unknown }>
  return { text, ...parsed.figure, share, min }
}

/** Values around 100, 10 apart. */
const run = (count: number, half: 'injection' | 'reversion' = 'injection', factor = 1) =>
  Array.from({ length: count }, (_, index) =>
    measured(
      'convergence',
      { instance: 'cut', half, iteration: index + 1 },
      100 + factor * (index % 2 === 0 ? 5 : -5),
    ),
  )

test('it is enough once half of the interval is within the share, and never before `min`', () => {
  assert.equal(oftenEnough(until('convergence(cut)', 0.02), run(10)), undefined)
  assert.match(
    oftenEnough(until('convergence(cut)', 0.05), run(10)) ?? '',
    /^convergence\(cut, injection\)\.mean is 100 ms, 95 % \d+ ms to \d+ ms$/,
  )
  assert.equal(oftenEnough(until('convergence(cut)', 0.05, 11), run(10)), undefined)
  assert.equal(oftenEnough(until('convergence(cut)', 1), run(4)), undefined)
  assert.ok(oftenEnough(until('convergence(cut).median', 0.06), run(10)))
  assert.equal(oftenEnough(until('convergence(cut).median', 0.04), run(10)), undefined)
})

test('only the half that is meant counts; without a step, each', () => {
  const both = [...run(10), ...run(10, 'reversion', 10)]
  assert.ok(oftenEnough(until('convergence(cut)', 0.1), both))
  assert.equal(oftenEnough(until('convergence(cut, reversion)', 0.1), both), undefined)
  assert.equal(oftenEnough(until('convergence', 0.1), both), undefined)
})

test('what was not measured is never known', () => {
  assert.equal(oftenEnough(until('detection(cut)', 1), run(10)), undefined)
})

test('figures are written as in assertions, without a comparison', () => {
  assert.deepEqual(parseFigure('convergence(cut, reversion).median'), {
    figure: { metric: 'convergence', step: 'cut', half: 'reversion', stat: 'median' },
  })
  assert.ok('problem' in parseFigure('convergence(cut) <= 1'))
  assert.ok('problem' in parseFigure('convergence(cut).p95'))
})
