/** The faults of one daemon and the administrative faults of one session. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFault } from '../../src/faults/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import type { Fault, Targets, TargetType } from '../../src/model/fault.ts'
import { lab, nodeNamed, sessionNamed } from './lab.ts'

const run = (name: string, given: unknown, target: Targets[TargetType]) => {
  const fault = findFault(name) as Fault
  const params = fault.params.parse(given)
  const [phase, ...more] = fault.phases(params, target, lab, () => 0.5)
  assert.deepEqual([phase?.afterMs, more], [0, []])
  return { effects: phase?.effects, silentForMs: fault.silentForMs(params, target, lab) }
}

const daemon = (role: string, state: string) => [
  { lever: 'daemon', node: 'r1', daemon: role, state },
]

test('daemon-kill kills the BGP speaker unless told otherwise, and neighbours are told', () => {
  assert.deepEqual(run('daemon-kill', {}, nodeNamed('r1')), {
    effects: daemon('bgp', 'dead'),
    silentForMs: 0,
  })
  const rib = run('daemon-kill', { daemon: 'rib' }, nodeNamed('r1'))
  assert.deepEqual(rib, { effects: daemon('rib', 'dead'), silentForMs: 0 })
})

test('daemon-freeze of the speaker is silent for the hold time, of the rib daemon it is not', () => {
  assert.deepEqual(run('daemon-freeze', {}, nodeNamed('r1')), {
    effects: daemon('bgp', 'frozen'),
    silentForMs: 9000,
  })
  const rib = run('daemon-freeze', { daemon: 'rib' }, nodeNamed('r1'))
  assert.deepEqual(rib, { effects: daemon('rib', 'frozen'), silentForMs: 0 })
})

test('session-shutdown acts at the first end, or at the one that is named', () => {
  const at = (node: string) => [{ lever: 'session', session: 'r1--r2', node, up: false }]
  const session = sessionNamed('r1--r2')
  assert.deepEqual(run('session-shutdown', {}, session), { effects: at('r1'), silentForMs: 0 })
  assert.deepEqual(run('session-shutdown', { end: 'r2' }, session).effects, at('r2'))
})

test('session-reset is hard unless told otherwise', () => {
  const reset = (hard: boolean) => [{ lever: 'reset', session: 'r4==r5', node: 'r4', hard }]
  const session = sessionNamed('r4==r5')
  assert.deepEqual(run('session-reset', {}, session), { effects: reset(true), silentForMs: 0 })
  assert.deepEqual(run('session-reset', { mode: 'soft' }, session).effects, reset(false))
})

test('a node that is no end of the session is refused with the names of the ends', () => {
  for (const name of ['session-shutdown', 'session-reset'])
    assert.throws(
      () => run(name, { end: 'r3' }, sessionNamed('r1--r2')),
      (error) => error instanceof InputError && /its ends are r1 and r2/.test(error.message),
    )
})
