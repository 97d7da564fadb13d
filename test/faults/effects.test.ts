/** What each fault asks for, in the cases where it matters to whom. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFault } from '../../src/faults/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import type { Fault, Targets, TargetType } from '../../src/model/fault.ts'
import { lab, linkNamed, nodeNamed, sessionNamed } from './lab.ts'

type Target = Targets[TargetType]

const run = (name: string, given: unknown, target: Target) => {
  const fault = findFault(name) as Fault
  const params = fault.params.parse(given)
  const phases = fault.phases(params, target, lab, () => 0.5)
  return { phases, first: phases[0]?.effects, silentForMs: fault.silentForMs(params, target, lab) }
}

const both: Target = { link: linkNamed('r1--r2') }
const oneWay: Target = { link: linkNamed('r1--r2'), direction: { from: 'r1', to: 'r2' } }
const backward: Target = { link: linkNamed('r1--r2'), direction: { from: 'r2', to: 'r1' } }
const carrier = (node: string, link = 'r1--r2') => ({
  lever: 'carrier',
  end: { link, node },
  up: false,
})

test('a cut takes the carrier from both ends and shows at once', () => {
  const { first, silentForMs } = run('link-down', {}, both)
  assert.deepEqual(first, [carrier('r1'), carrier('r2')])
  assert.equal(silentForMs, 0)
})

test('a cut inside an AS is not told to the iBGP sessions that ran over it', () => {
  assert.equal(run('link-down', {}, { link: linkNamed('r4--r5') }).silentForMs, 9000)
})

test('one-end breaks the named end, or the sending end of a direction', () => {
  assert.deepEqual(run('link-down', { mode: 'one-end', end: 'r2' }, both).first, [carrier('r2')])
  assert.deepEqual(run('link-down', { mode: 'one-end' }, backward).first, [carrier('r2')])
  assert.equal(run('link-down', { mode: 'one-end', end: 'r2' }, both).silentForMs, 9000)
})

test('link-down refuses what makes no sense, and says what would', () => {
  const refuse = (given: unknown, target: Target, message: RegExp) =>
    assert.throws(
      () => run('link-down', given, target),
      (error) => error instanceof InputError && message.test(error.message),
    )
  refuse({ mode: 'one-end' }, both, /write r1->r2, or end: r1/)
  refuse({ mode: 'admin', end: 'r3' }, both, /r3 is not an end of r1--r2: its ends are r1 and r2/)
  refuse({ end: 'r1' }, both, /a cut has no direction and no end/)
  refuse({}, oneWay, /a cut has no direction and no end/)
})

test('admin shuts the first end down unless told which', () => {
  const admin = (node: string) => [{ ...carrier(node), lever: 'admin' }]
  assert.deepEqual(run('link-down', { mode: 'admin' }, both).first, admin('r1'))
  assert.deepEqual(run('link-down', { mode: 'admin', end: 'r2' }, both).first, admin('r2'))
})

test('silence is a drop at the receivers', () => {
  const drop = (node: string) => ({ lever: 'filter', node, drop: [{ link: 'r1--r2' }] })
  assert.deepEqual(run('link-silence', {}, both).first, [drop('r1'), drop('r2')])
  assert.deepEqual(run('link-silence', {}, oneWay).first, [drop('r2')])
  assert.equal(run('link-silence', {}, oneWay).silentForMs, 9000)
})

test('an impairment acts on what leaves the sender', () => {
  const shape = (node: string) => ({
    lever: 'shape',
    end: { link: 'r1--r2', node },
    shape: { loss: 0.2 },
  })
  assert.deepEqual(run('link-loss', { percent: '20%' }, both).first, [shape('r1'), shape('r2')])
  assert.deepEqual(run('link-loss', { percent: '20%' }, backward).first, [shape('r2')])
})

test('a delay is late for the hold timer at most by the delay', () => {
  assert.equal(run('link-delay', { delay: '50ms' }, both).silentForMs, 50)
  assert.equal(run('link-delay', { delay: '1m' }, both).silentForMs, 9000)
})

test('a flap goes down and up in turn and ends up', () => {
  const { phases } = run('link-flap', { down: '1s', up: '2s', count: 2 }, both)
  const down = [carrier('r1'), carrier('r2')]
  assert.deepEqual(phases, [
    { afterMs: 0, effects: down },
    { afterMs: 1000, effects: [] },
    { afterMs: 3000, effects: down },
    { afterMs: 4000, effects: [] },
  ])
})

test('impairments that cannot work are refused', () => {
  const message = (name: string, given: unknown) =>
    (findFault(name) as Fault).params.safeParse(given).error?.issues[0]?.message
  assert.match(String(message('link-impair', {})), /at least one of delay/)
  assert.match(String(message('link-impair', { reorder: '5%' })), /needs a delay/)
  assert.match(
    String(message('link-delay', { delay: '1ms', jitter: '2ms' })),
    /longer than the delay/,
  )
})

test('the four deaths of a node differ in who is told', () => {
  const of = (name: string) => run(name, {}, nodeNamed('r1'))
  const state = (name: string) => of(name).first?.[0]
  assert.deepEqual(state('node-stop'), {
    lever: 'process',
    node: 'r1',
    state: 'stopped',
    how: 'stop',
  })
  assert.deepEqual(
    ['node-stop', 'node-crash', 'node-power-loss', 'node-freeze'].map(
      (name) => of(name).silentForMs,
    ),
    [0, 0, 9000, 9000],
  )
})

test('session-silence drops by sender and only tcp port 179', () => {
  const external = run('session-silence', { from: 'r1' }, sessionNamed('r1--r2')).first
  assert.deepEqual(external, [
    {
      lever: 'filter',
      node: 'r2',
      drop: [{ link: 'r1--r2', from: '10.0.1.1', to: '10.0.1.2', bgpOnly: true }],
    },
  ])
  const internal = run('session-silence', {}, sessionNamed('r4==r5')).first
  assert.deepEqual(internal, [
    {
      lever: 'filter',
      node: 'r5',
      drop: [{ from: '10.255.0.4', to: '10.255.0.5', bgpOnly: true }],
    },
    {
      lever: 'filter',
      node: 'r4',
      drop: [{ from: '10.255.0.5', to: '10.255.0.4', bgpOnly: true }],
    },
  ])
})

test('a partition breaks the links between the sides and no other', () => {
  const nodes = [nodeNamed('r1'), nodeNamed('r2')]
  const parted = run('partition', { mode: 'cut' }, nodes).first
  assert.deepEqual(parted, [
    carrier('r2', 'r2--r3'),
    carrier('r3', 'r2--r3'),
    carrier('r5', 'r5--r1'),
    carrier('r1', 'r5--r1'),
  ])
  assert.equal(run('partition', {}, nodes).first?.length, 4)
  assert.equal(run('partition', { groups: [['r3']] }, nodes).first?.length, 6)
  assert.throws(() => run('partition', {}, lab.nodes), /nothing is parted/)
  assert.throws(() => run('partition', { groups: [['r1']] }, nodes), /r1 is on two sides/)
  assert.throws(() => run('partition', { groups: [['r9']] }, nodes), /unknown node r9/)
})

test('prefixes: own ones can be withdrawn, all others announced', () => {
  const node = nodeNamed('r1')
  assert.deepEqual(run('prefix-withdraw', {}, node).first, [
    {
      lever: 'routes',
      node: 'r1',
      announce: [],
      withdraw: ['198.18.1.0/24', '2001:2:0:1::/64'],
    },
  ])
  assert.throws(() => run('prefix-withdraw', { prefixes: '198.18.2.0/24' }, node), /not originate/)
  const hijack = run('prefix-announce', { prefixes: '198.18.2.0/24' }, node).first
  assert.deepEqual(hijack, [
    { lever: 'routes', node: 'r1', announce: ['198.18.2.0/24'], withdraw: [] },
  ])
  assert.throws(() => run('prefix-announce', { prefixes: '198.18.1.0/24' }, node), /already/)
})
