/** The forms of a matrix: terminal, JSON, CSV, HTML, all from the same cells. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matrixData, renderMatrixCsv } from '../../../src/report/matrix/files.ts'
import { renderMatrixPage } from '../../../src/report/matrix/page.ts'
import { renderMatrix } from '../../../src/report/matrix/text.ts'
import { sampleMatrix as matrix } from './sample-matrix.ts'

test('on the terminal cell stands below cell, with intervals where there are repeats enough', () => {
  const lines = renderMatrix(matrix).split('\n')
  const at = lines.findIndex((line) => /^cut +injection +detection +3s/.test(line))
  assert.match(lines[at] ?? '', / 2\.20 s +2\.0\d s to 2\.3\d s /)
  assert.match(lines[at + 1] ?? '', /^ +9s +2 +8\.05 s +- /)
  assert.ok(!lines.some((line) => line.includes('rib-fib-lag')), 'key figures only')
  assert.ok(lines.some((line) => /^9s +failed +2 +hold=9s$/.test(line)))
  assert.ok(lines.some((line) => /^20s +error +0 +-$/.test(line)))
  assert.ok(lines.includes('hold=20s: no engine'))
})

test('the CSV has a row for every figure of every cell, all of one length', () => {
  const rows = renderMatrixCsv(matrix)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  assert.equal(rows.length, 1 + 4)
  assert.deepEqual(new Set(rows.map((row) => row.length)), new Set([rows[0]?.length]))
  const [head = [], first = []] = rows
  const figure = Object.fromEntries(head.map((name, at) => [name, first[at]]))
  assert.equal(figure['timers.hold'], '3s')
  assert.equal(Number(figure.mean), 2200)
  assert.ok(Number(figure.mean_low) < 2200 && Number(figure.mean_high) > 2200)
})

test('the JSON has all that the others are made of', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(matrixData(matrix))).cells.length, 3)
})

test('the page is one file without scripts, names are escaped, cells with results are linked', () => {
  const page = renderMatrixPage(matrix, '/* style */')
  assert.ok(page.startsWith('<!doctype html>'))
  assert.ok(!/<script|https?:\/\//.test(page))
  assert.ok(page.includes('&lt;plan&gt;') && !page.includes('<plan>'))
  assert.deepEqual(
    [...page.matchAll(/href="([^"#]+report\.html)"/g)].map(([, path]) => path),
    ['hold%3D3s/report.html', 'hold%3D9s/report.html'],
  )
  assert.match(page, /<td class="n">2\.20 s<\/td>/)
})
