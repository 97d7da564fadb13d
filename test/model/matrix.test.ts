import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellNames, combinations } from '../../src/model/matrix.ts'

test('every combination once, the last key turning fastest', () => {
  assert.deepEqual(combinations({ 'timers.hold': ['3s', '9s'], kind: ['frr', 'lemur'] }), [
    { 'timers.hold': '3s', kind: 'frr' },
    { 'timers.hold': '3s', kind: 'lemur' },
    { 'timers.hold': '9s', kind: 'frr' },
    { 'timers.hold': '9s', kind: 'lemur' },
  ])
})

test('names are those of folders, and no two are alike', () => {
  assert.deepEqual(
    cellNames([
      { 'timers.hold': '3s', image: 'a/frr:9' },
      { 'timers.hold': '3s', image: 'a/frr/9' },
      { 'generate.nodes': 5 },
    ]),
    ['hold=3s,image=a-frr-9', 'hold=3s,image=a-frr-9-2', 'nodes=5'],
  )
})
