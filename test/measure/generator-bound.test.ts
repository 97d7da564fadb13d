import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generatorBound } from '../../src/measure/generator-bound.ts'
import type { RunEvent } from '../../src/model/event.ts'

const bursts = (count: number, perS: number, blockedMs: number, askedPerS?: number): RunEvent[] =>
  Array.from({ length: count }, (_, number) => ({
    type: 'load-burst',
    at: (number + 1) * 1000,
    load: 'table',
    number,
    since: number * 1000,
    updates: perS,
    prefixes: perS,
    perS,
    ...(askedPerS !== undefined && { askedPerS }),
    blockedMs,
  }))

test('a rate that is not held though the router takes everything is the generator', () => {
  assert.deepEqual(generatorBound(bursts(5, 400, 20, 1000)), [
    'the generator of load table could not keep up: 400 of 1000 UPDATEs a second, though the router took them all',
  ])
})

test('not where the router blocks, where the rate is held, or where none was asked for', () => {
  assert.deepEqual(generatorBound(bursts(5, 400, 600, 1000)), [])
  assert.deepEqual(generatorBound(bursts(5, 950, 0, 1000)), [])
  assert.deepEqual(generatorBound(bursts(5, 400, 0)), [])
  assert.deepEqual(generatorBound(bursts(2, 400, 0, 1000)), [])
  assert.deepEqual(generatorBound([]), [])
})
