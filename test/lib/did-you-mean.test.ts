import assert from 'node:assert/strict'
import { test } from 'node:test'
import { didYouMean, nearest } from '../../src/lib/did-you-mean.ts'

test('finds the name that is a slip of the finger away', () => {
  const known = ['frr', 'quagga', 'bird', 'link-down']
  assert.equal(nearest('frrr', known), 'frr')
  assert.equal(nearest('fr', known), 'frr')
  assert.equal(nearest('FRR', known), 'frr')
  assert.equal(nearest('qaugga', known), 'quagga')
  assert.equal(nearest('linkdown', known), 'link-down')
  assert.equal(nearest('birt', known), 'bird')
})

test('prefers the nearer of two', () => {
  assert.equal(nearest('r12', ['r1', 'r12x', 'r1234']), 'r1')
  assert.equal(nearest('hodl', ['old', 'hold']), 'hold')
})

test('does not guess wildly', () => {
  assert.equal(nearest('cisco', ['frr', 'bird']), undefined)
  assert.equal(nearest('x', []), undefined)
})

test('shows what is known, not hundreds of names', () => {
  assert.equal(didYouMean('frrr', ['frr', 'bird']), 'did you mean "frr"? known: frr, bird')
  assert.equal(didYouMean('cisco', ['frr', 'bird']), 'known: frr, bird')
  assert.equal(didYouMean('x', []), '')
  const many = Array.from({ length: 30 }, (_, i) => `node-${i}`)
  assert.match(didYouMean('zzz', many), /node-19 and 10 more$/)
})
