import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFault } from '../../src/faults/index.ts'
import type { Fault, Targets, TargetType } from '../../src/model/fault.ts'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import { fold } from '../../src/run/fold.ts'
import { impairmentOf } from '../../src/run/impairment.ts'
import { lab, linkNamed, nodeNamed, sessionNamed } from '../faults/lab.ts'

const after = (name: string, target: Targets[TargetType], given: unknown = {}) => {
  const fault = findFault(name) as Fault
  const phases = fault.phases(fault.params.parse(given), target, lab, () => 0)
  return impairmentOf(fold(phases[0]?.effects ?? [], lab).values(), lab)
}

test('nothing broken, nothing impaired', () => {
  assert.deepEqual(impairmentOf([], lab), NO_IMPAIRMENT)
})

test('a link is down when nothing passes one way, whatever the reason', () => {
  const link = linkNamed('r1--r2')
  const oneWay = { link, direction: { from: 'r1', to: 'r2' } }
  const expected = { ...NO_IMPAIRMENT, linksDown: new Set(['r1--r2']) }
  assert.deepEqual(after('link-down', { link }), expected)
  assert.deepEqual(after('link-down', { link }, { mode: 'admin' }), expected)
  assert.deepEqual(after('link-loss', oneWay, { percent: '100%' }), expected)
  assert.deepEqual(after('link-delay', { link }, { delay: '1s' }), NO_IMPAIRMENT)
  const silent = after('link-silence', oneWay)
  assert.deepEqual(silent.linksDown, expected.linksDown)
  assert.deepEqual(silent.nodesDown, expected.nodesDown)
})

test('session-silence takes one session and leaves its link and the other family alone', () => {
  const impaired = after('session-silence', sessionNamed('r1--r2'))
  assert.deepEqual(impaired, { ...NO_IMPAIRMENT, sessionsDown: new Set(['r1--r2']) })
  assert.deepEqual(
    after('session-silence', sessionNamed('r4==r5'), { from: 'r4' }).sessionsDown,
    new Set(['r4==r5']),
  )
})

test('a stopped node is down, a frozen one only mute and unreadable', () => {
  const r1Sessions = new Set(['r1--r2', 'r1--r2/ipv6', 'r5--r1', 'r5--r1/ipv6'])
  assert.deepEqual(after('node-stop', nodeNamed('r1')), {
    ...NO_IMPAIRMENT,
    nodesDown: new Set(['r1']),
  })
  const mute = { ...NO_IMPAIRMENT, sessionsDown: r1Sessions, opaque: new Set(['r1']) }
  assert.deepEqual(after('node-freeze', nodeNamed('r1')), { ...mute, nodesFrozen: new Set(['r1']) })
  assert.deepEqual(after('daemon-freeze', nodeNamed('r1')), mute)
  assert.deepEqual(after('daemon-kill', nodeNamed('r1')), mute)
  assert.deepEqual(after('daemon-kill', nodeNamed('r1'), { daemon: 'rib' }), {
    ...NO_IMPAIRMENT,
    opaque: new Set(['r1']),
  })
})

test('origins that come and go', () => {
  assert.deepEqual(after('prefix-announce', nodeNamed('r1'), { prefixes: '203.0.113.0/24' }), {
    ...NO_IMPAIRMENT,
    announced: [{ node: 'r1', prefix: '203.0.113.0/24' }],
  })
  assert.deepEqual(after('prefix-withdraw', nodeNamed('r1')).withdrawn, [
    { node: 'r1', prefix: '198.18.1.0/24' },
    { node: 'r1', prefix: '2001:2:0:1::/64' },
  ])
})

test('a session that is shut down at one end is down', () => {
  assert.deepEqual(
    after('session-shutdown', sessionNamed('r1--r2/ipv6')).sessionsDown,
    new Set(['r1--r2/ipv6']),
  )
})
