import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metricNames } from '../../src/measure/index.ts'
import { quoted, tableRows } from './table.ts'

test('the page defines every measurement, and nothing else, in the order of the registry', () => {
  const rows = tableRows('measurements.md', '| name | definition |')
  assert.deepEqual(
    rows.flatMap(([name]) => quoted(name)),
    [...metricNames],
  )
})
