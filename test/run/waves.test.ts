import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Effect } from '../../src/model/effect.ts'
import { fold, pulses } from '../../src/run/fold.ts'
import { wavesOf } from '../../src/run/waves.ts'
import { lab } from '../faults/lab.ts'
import { cut, stop } from './run-double.ts'

const waves = (before: readonly Effect[], after: readonly Effect[]) => {
  const states = [fold(before, lab), fold(after, lab)] as const
  const { first, second, moot, owed } = wavesOf(...states, lab, pulses(after))
  const names = [first, second, moot, owed].map((states) => states.map(({ subject }) => subject))
  return Object.fromEntries(['first', 'second', 'moot', 'owed'].map((key, at) => [key, names[at]]))
}

describe('waves', () => {
  test('without stopped nodes everything goes at once', () =>
    assert.deepEqual(waves([], cut('r1--r2')), {
      first: ['carrier r1--r2@r1', 'carrier r1--r2@r2'],
      second: [],
      moot: [],
      owed: [],
    }))

  test('nothing is set inside a stopped node', () =>
    assert.deepEqual(waves(stop('r1'), [...stop('r1'), ...cut('r1--r2')]), {
      first: ['carrier r1--r2@r2'],
      second: [],
      moot: ['carrier r1--r2@r1'],
      owed: [],
    }))

  test('what is still wanted inside a node is set after its start, changed or not', () =>
    assert.deepEqual(waves([...stop('r1'), ...cut('r1--r2')], cut('r1--r2')), {
      first: ['process r1'],
      second: ['carrier r1--r2@r1'],
      moot: [],
      owed: [],
    }))

  test('what was healed while the node was stopped is owed', () =>
    assert.deepEqual(waves([...stop('r1'), ...cut('r1--r2')], stop('r1')), {
      first: ['carrier r1--r2@r2'],
      second: [],
      moot: [],
      owed: ['carrier r1--r2@r1'],
    }))

  test('all at once: the start of the node first, then what is inside of it', () =>
    assert.deepEqual(waves([...stop('r1'), ...cut('r1--r2')], []), {
      first: ['carrier r1--r2@r2', 'process r1'],
      second: ['carrier r1--r2@r1'],
      moot: [],
      owed: [],
    }))

  const shutdown: Effect = { lever: 'session', session: 'r1--r2', node: 'r1', up: false }
  const bgp = (state: 'dead' | 'frozen'): Effect => ({
    lever: 'daemon',
    node: 'r1',
    daemon: 'bgp',
    state,
  })

  for (const state of ['dead', 'frozen'] as const) {
    test(`a ${state} BGP speaker cannot be told anything`, () =>
      assert.deepEqual(waves([bgp(state), shutdown], [bgp(state)]), {
        first: [],
        second: [],
        moot: [],
        owed: ['session r1--r2@r1'],
      }))

    test(`a BGP speaker that was ${state} is told again what it shall not have forgotten`, () =>
      assert.deepEqual(waves([bgp(state), shutdown], [shutdown]), {
        first: ['daemon r1/bgp'],
        second: ['session r1--r2@r1'],
        moot: [],
        owed: [],
      }))
  }

  test('a moment is given with the rest, but not to a speaker that is not there', () => {
    const reset: Effect = { lever: 'reset', session: 'r1--r2', node: 'r1', hard: true }
    const [given, vain] = [waves([], [reset]), waves([bgp('frozen')], [bgp('frozen'), reset])]
    assert.deepEqual([given.first, given.moot], [['reset r1--r2@r1'], []])
    assert.deepEqual([vain.first, vain.moot], [[], ['reset r1--r2@r1']])
    assert.deepEqual(waves(stop('r1'), [...stop('r1'), reset]).moot, ['reset r1--r2@r1'])
  })

  test('the interfaces of a node without BGP speaker can be reached', () =>
    assert.deepEqual(waves([bgp('dead')], [bgp('dead'), ...cut('r1--r2')]).first, [
      'carrier r1--r2@r1',
      'carrier r1--r2@r2',
    ]))

  test('a paused node can be reached like a running one', () => {
    const paused: Effect = { lever: 'process', node: 'r1', state: 'paused', how: 'pause' }
    assert.deepEqual(waves([paused], [paused, ...cut('r1--r2')]).first, [
      'carrier r1--r2@r1',
      'carrier r1--r2@r2',
    ])
  })
})
