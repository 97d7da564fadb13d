import assert from 'node:assert/strict'
import { test } from 'node:test'
import { binned, highestOf } from '../../../src/report/html/bins.ts'
import { html, raw } from '../../../src/report/html/html.ts'
import { placesOf } from '../../../src/report/html/layout.ts'
import { linear, pathThrough, ticks } from '../../../src/report/html/svg.ts'
import { lab } from '../../faults/lab.ts'

test('a template escapes text, joins lists, leaves out what is not there, and takes markup as it is', () => {
  const made = html`<p title="${'a"b'}">${['<', html`<b>${1}</b>`, undefined, false]}${raw('<i/>')}</p>`
  assert.equal(made.markup, '<p title="a&quot;b">&lt;<b>1</b><i/></p>')
  assert.equal(html`${'\u0000\u001b'}`.markup, '\ufffd\ufffd')
})

test('ticks are round, start at 0 and do not pass the end', () => {
  assert.deepEqual(ticks(42, 3), [0, 20, 40])
  assert.deepEqual(ticks(0.9, 4), [0, 0.5])
  assert.deepEqual(ticks(0, 4), [0])
  assert.deepEqual(ticks(5, 5), [0, 1, 2, 3, 4, 5])
})

test('a scale maps ends to ends, also when there is no length', () => {
  const scale = linear([0, 10], [100, 200])
  assert.deepEqual([0, 5, 10].map(scale), [100, 150, 200])
  assert.equal(linear([3, 3], [7, 9])(3), 7)
})

test('a path by steps holds each value until the next', () => {
  assert.equal(
    pathThrough(
      [
        [0, 1],
        [5, 2],
      ],
      'steps',
    ),
    'M0 1H5V2',
  )
})

test('bins hold what falls in them; what is outside belongs to the ends', () => {
  const { widthMs, values, total } = binned(
    [
      [-5, 1],
      [0, 1],
      [15, 2],
      [99, 3],
      [100, 4],
    ],
    100,
  )
  assert.equal(widthMs, 10)
  assert.equal(total, 11)
  assert.deepEqual([values[0], values[1], values[9], values.length], [2, 2, 7, 10])
})

test('the highest level of each bin, also of a level that was there before', () => {
  const { values } = highestOf(
    [
      [-5, 1],
      [12, 1],
      [14, -2],
      [38, 1],
    ],
    40,
  )
  assert.deepEqual(values, [1, 2, 0, 1])
})

test('places are inside the drawing, apart from each other, and the same each time', () => {
  const places = [...placesOf(lab).values()]
  assert.equal(places.length, lab.nodes.length)
  for (const [x, y] of places) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1, `${x} ${y}`)
  for (const [i, [x, y]] of places.entries())
    for (const [ox, oy] of places.slice(i + 1)) assert.ok(Math.hypot(x - ox, y - oy) > 0.05)
  assert.deepEqual([...placesOf(lab).values()], places)
})
