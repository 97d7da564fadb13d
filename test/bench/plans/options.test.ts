import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plansOptions } from '../../../bench/plans/options.ts'
import { InputError } from '../../../src/lib/errors.ts'

test('as many cases from a seed on, of which some are played twice', () => {
  const { firstSeed, count, replayEvery } = plansOptions(['--count', '20', '--seed', '7'])
  assert.deepEqual([firstSeed, count], [7, 20])
  assert.ok(replayEvery > 1)
})

test('a single case is always played twice', () => {
  const { firstSeed, count, replayEvery } = plansOptions(['--only', '508'])
  assert.deepEqual([firstSeed, count, replayEvery], [508, 1, 1])
})

test('what is no number, or not known, is refused', () => {
  for (const args of [['--count', '0'], ['--seed', '-1'], ['--only', 'x'], ['--many']])
    assert.throws(() => plansOptions(args), InputError)
})
