import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  hasLoop,
  hasReflectionLoop,
  importPreference,
  mayExport,
  mayTellInternally,
} from '../../src/bgp/policy.ts'

const relations = ['customer', 'peer', 'provider', undefined] as const

test('customers are preferred over peers, peers over providers, none is the default', () => {
  assert.deepEqual(relations.map(importPreference), [200, 150, 100, 100])
})

test('peers and providers hear own and customer routes only', () => {
  const allowed = relations.map((to) => relations.filter((from) => mayExport(from, to)))
  assert.deepEqual(allowed, [
    ['customer', 'peer', 'provider', undefined],
    ['customer', undefined],
    ['customer', undefined],
    ['customer', 'peer', 'provider', undefined],
  ])
})

test('a path through the own AS is a loop', () => {
  assert.equal(hasLoop(64501, [64502, 64501]), true)
  assert.equal(hasLoop(64501, [64502]), false)
})

test('what iBGP told is told on only from or to a client', () => {
  const told = (source: 'local' | 'ebgp' | 'ibgp', fromClient: boolean, toClient: boolean) =>
    mayTellInternally({ source, fromClient, toClient })
  assert.equal(told('local', false, false), true)
  assert.equal(told('ebgp', false, false), true)
  assert.equal(told('ibgp', false, false), false)
  assert.equal(told('ibgp', true, false), true)
  assert.equal(told('ibgp', false, true), true)
})

test('a reflected route is refused by its originator and by a reflector that it passed', () => {
  const route = { originatorId: '10.0.0.1', clusterList: ['10.0.0.2'] }
  assert.deepEqual(
    ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((id) => hasReflectionLoop(id, route)),
    [true, true, false],
  )
})
