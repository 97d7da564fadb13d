import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFault } from '../../src/faults/index.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { Fault, Targets, TargetType } from '../../src/model/fault.ts'
import type { Limits } from '../../src/model/plan.ts'
import { fold } from '../../src/run/fold.ts'
import { keptNodes, violates } from '../../src/run/limits.ts'
import { lab, linkNamed, nodeNamed } from '../faults/lab.ts'

const effects = (name: string, target: Targets[TargetType], given: unknown = {}) => {
  const fault = findFault(name) as Fault
  return fault.phases(fault.params.parse(given), target, lab, () => 0)[0]?.effects as Effect[]
}
const judge = (limits: Partial<Limits>, ...active: Effect[][]) =>
  violates(
    { keepConnected: [], faultTtlMs: 60_000, ...limits },
    fold(active.flat(), lab).values(),
    lab,
  )

const cutOf = (link: string) => effects('link-down', { link: linkNamed(link) })

test('counts nodes that are down, frozen ones too', () => {
  const [crash, freeze] = [
    effects('node-crash', nodeNamed('r1')),
    effects('node-freeze', nodeNamed('r3')),
  ]
  assert.equal(judge({ nodesDown: 1 }, crash), undefined)
  assert.equal(
    judge({ nodesDown: 1 }, crash, freeze),
    '2 nodes would be down (r1, r3), the limit nodes-down is 1',
  )
})

test('counts links over which nothing passes, however that was done', () => {
  const silence = effects('link-silence', {
    link: linkNamed('r2--r3'),
    direction: { from: 'r2', to: 'r3' },
  })
  const loss = effects('link-loss', { link: linkNamed('r3--r4') }, { percent: '100%' })
  assert.equal(judge({ linksDown: 3 }, cutOf('r1--r2'), silence, loss), undefined)
  assert.match(
    String(judge({ linksDown: 2 }, cutOf('r1--r2'), silence, loss)),
    /3 links would be down \(r1--r2, r2--r3, r3--r4\)/,
  )
})

test('a lossy link is not down', () => {
  const loss = effects('link-loss', { link: linkNamed('r3--r4') }, { percent: '99%' })
  assert.equal(judge({ linksDown: 0 }, loss), undefined)
})

test('keep-connected holds while a way is left', () => {
  const keepConnected = ['r1', 'r3']
  assert.equal(judge({ keepConnected }, cutOf('r1--r2')), undefined)
  assert.equal(
    judge({ keepConnected }, cutOf('r1--r2'), cutOf('r5--r1')),
    'r1, r3 would no longer be connected (limit keep-connected)',
  )
  assert.match(String(judge({ keepConnected }, effects('node-stop', nodeNamed('r3')))), /r1, r3/)
})

test('a frozen node still forwards, so it parts nobody', () => {
  const keepConnected = ['r1', 'r3']
  assert.equal(
    judge({ keepConnected }, cutOf('r5--r1'), effects('node-freeze', nodeNamed('r2'))),
    undefined,
  )
})

test('keep-connected takes groups', () => {
  assert.deepEqual(keptNodes(['group:edge', 'r4'], lab), ['r1', 'r2', 'r4'])
})
