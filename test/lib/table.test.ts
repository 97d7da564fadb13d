import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderTable } from '../../src/lib/table.ts'

test('columns take the width of their widest cell and keep their side', () => {
  const text = renderTable(
    [{ title: 'node' }, { title: 'ms', align: 'right' }, { title: 'note' }],
    [
      ['lon', '1200.5', 'slow'],
      ['amsterdam', '7', ''],
    ],
  )
  assert.equal(
    text,
    ['node           ms  note', 'lon        1200.5  slow', 'amsterdam       7'].join('\n'),
  )
})

test('a header is wider than its cells, and no line ends in spaces', () => {
  const text = renderTable([{ title: 'a long title' }, { title: 'b' }], [['x', '']])
  assert.equal(text, 'a long title  b\nx')
})

test('missing cells are empty, further cells are left out', () => {
  const columns = [{ title: 'a' }, { title: 'b' }]
  assert.equal(renderTable(columns, [['1']]), 'a  b\n1')
  assert.equal(renderTable(columns, [['1', '2', '3']]), 'a  b\n1  2')
})

test('no rows leave the header, no columns leave nothing', () => {
  assert.equal(renderTable([{ title: 'a' }], []), 'a')
  assert.equal(renderTable([], []), '')
})

test('characters outside the basic plane count once', () => {
  const text = renderTable(
    [{ title: 'x' }, { title: 'y' }],
    [
      ['🐒', '1'],
      ['ab', '2'],
    ],
  )
  assert.equal(text, 'x   y\n🐒   1\nab  2')
})
