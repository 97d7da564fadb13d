import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tryLevers } from '../../src/agent/trial.ts'
import { leverTable } from '../../src/backends/docker/levers.ts'

test('every trial counts: where it fails, the table lacks a lever', async () => {
  const trials = await tryLevers()
  assert.ok(trials.length >= 7)
  const worksAll = trials.map((trial) => ({ ...trial, works: true }))
  assert.ok([...leverTable(worksAll).values()].every(({ works }) => works))
  for (const { lever } of trials) {
    const output = `${lever} is not supported`
    const others = worksAll.filter((trial) => trial.lever !== lever)
    const table = leverTable([...others, { lever, works: false, output }])
    assert.ok(
      [...table.values()].some(({ works }) => !works),
      lever,
    )
  }
})

test('is tried once: the second question gets the same answer', () => {
  assert.equal(tryLevers(), tryLevers())
})

test('a trial that fails says why', async () => {
  for (const { works, output, lever } of await tryLevers()) {
    if (!works) assert.notEqual(output, '', lever)
  }
})
