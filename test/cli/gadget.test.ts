import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gadgets } from '../../src/events/gadgets/index.ts'
import { runCli } from './run-cli.ts'

test('gadget lists all, plays one, and says so when there is no such one', () => {
  const all = runCli(['gadget'])
  assert.equal(all.status, 0)
  for (const { name, summary } of gadgets)
    assert.match(all.stdout, new RegExp(`^${name} +${summary}$`, 'm'))
  const one = runCli(['gadget', 'bad-gadget'])
  assert.match(one.stdout, /stable states: 0/)
  assert.match(one.stdout, /in step +announced +oscillating, for ever, every 80 ms/)
  const none = runCli(['gadget', 'good'])
  assert.equal(none.status, 2)
  assert.match(none.stderr, /unknown gadget good/)
})

test('the same as JSON: stable states and what each act led to', () => {
  const { stdout } = runCli(['gadget', 'wedgie', '--json', '--seed', '2'])
  const { stableStates, plays } = JSON.parse(stdout) as {
    stableStates: Record<string, number[]>[]
    plays: { acts: { act: string; outcome: string; routes: Record<string, number[]> }[] }[]
  }
  assert.equal(stableStates.length, 2)
  const acts = plays.at(-1)?.acts ?? []
  assert.deepEqual(acts.at(-1)?.routes, { as1: [], as2: [3, 4, 1], as3: [4, 1], as4: [1] })
  assert.ok(acts.every(({ outcome }) => outcome === 'converged'))
})
