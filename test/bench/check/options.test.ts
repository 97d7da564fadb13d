import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOptions } from '../../../bench/check/options.ts'
import { kindNames } from '../../../src/kinds/index.ts'
import { InputError } from '../../../src/lib/errors.ts'

test('thirty networks of FRR on engine and simulator when nothing is said', () => {
  const { seeds, kinds, grounds, parallel } = checkOptions([])
  assert.deepEqual([seeds.length, seeds[0], seeds.at(-1)], [30, 1, 30])
  assert.deepEqual(kinds, ['frr'])
  assert.deepEqual(
    grounds.map(({ name }) => name),
    ['docker', 'sim'],
  )
  assert.equal(parallel, 2)
})

test('one seed, a few, and kinds by name or all of them', () => {
  assert.deepEqual(checkOptions(['--only', '17', '--count', '9']).seeds, [17])
  assert.deepEqual(checkOptions(['--seed', '5', '--count', '3']).seeds, [5, 6, 7])
  assert.deepEqual(checkOptions(['--kind', 'mixed']).kinds, kindNames)
  assert.deepEqual(checkOptions(['--kind', 'frr,lemur']).kinds, ['frr', 'lemur'])
  assert.equal(checkOptions(['--routers', '4']).routers, 4)
})

test('what is not understood is refused, with the usage or what is known', () => {
  const wrong = ['--count x', '--count 0', '--kind frx', '--on moon', '--what 1', '--routers 1']
  for (const words of wrong) assert.throws(() => checkOptions(words.split(' ')), InputError, words)
})
