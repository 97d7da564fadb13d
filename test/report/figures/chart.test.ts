import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import { chart, type Lines } from '../../../src/report/figures/chart.ts'
import { logarithmic, powersOfTen } from '../../../src/report/html/svg.ts'

const BOX = { left: 0, top: 0, width: 400, height: 300 }

const drawn = (lines: Lines): string => chart(lines, BOX).markup

/** Heights of the points of each line. */
const heights = (markup: string, line: number): number[] =>
  [...markup.matchAll(new RegExp(`class="dot-${line}" d="M[0-9.]+ ([0-9.]+)m`, 'g'))]
    .map(([, y]) => Number(y))
    // The last one is that of the key.
    .slice(0, -1)

test('a logarithmic scale gives each power of ten the same room', () => {
  const scale = logarithmic([1, 1000], [0, 300])
  assert.deepEqual([1, 10, 100, 1000].map(scale), [0, 100, 200, 300])
})

test('powers of ten are around all values, and at least two', () => {
  assert.deepEqual(powersOfTen([3, 250]), [1, 10, 100, 1000])
  assert.deepEqual(powersOfTen([0.02, 30]), [0.01, 0.1, 1, 10, 100])
  assert.deepEqual(powersOfTen([10, 10]), [10, 100])
})

test('lines are at their values: equal factors are equal steps where the axis is logarithmic', () => {
  const line = {
    label: 'grows',
    points: [
      [1, 1],
      [2, 10],
      [3, 100],
    ],
  } as const
  const log = heights(drawn({ x: 'n', y: 'messages', scale: 'log', lines: [line] }), 0)
  assert.equal(log.length, 3)
  const [a, b, c] = log as [number, number, number]
  assert.ok(Math.abs(a - b - (b - c)) < 0.2 && a > b)
  const [d, e, f] = heights(drawn({ x: 'n', y: 'm', scale: 'linear', lines: [line] }), 0) as [
    number,
    number,
    number,
  ]
  assert.ok(e - f > 9 * (d - e) - 1)
})

test('each line has a key and a mark of its own; axes have their unit; text is escaped', () => {
  const lines = ['one', 'two', '<three>'].map((label, i) => ({
    label,
    points: [
      [0, i + 1],
      [5, i + 2],
    ] as const,
  }))
  const markup = drawn({ x: 'MRAI, seconds', y: 'seconds', scale: 'linear', lines })
  for (const text of ['one', 'two', '&lt;three&gt;', 'MRAI, seconds', 'line-0', 'line-1', 'line-2'])
    assert.ok(markup.includes(text), text)
  assert.equal(XMLValidator.validate(`<svg>${markup}</svg>`), true)
})
