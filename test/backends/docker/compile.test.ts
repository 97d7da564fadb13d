import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentNodes, compile } from '../../../src/backends/docker/compile.ts'
import { RouteMemory } from '../../../src/backends/docker/route-memory.ts'
import { probeStreams } from '../../../src/backends/probe-streams.ts'
import type { LeverState } from '../../../src/model/effect.ts'
import { subjectOf } from '../../../src/model/subject.ts'
import { baseline } from '../../../src/run/fold.ts'
import { lab } from '../../faults/lab.ts'
import { kinds } from './lab.ts'

type Unnamed<State> = State extends unknown ? Omit<State, 'subject'> : never
const named = (state: Unnamed<LeverState>): LeverState =>
  ({ subject: subjectOf(state as LeverState), ...state }) as LeverState
const compiled = (state: Unnamed<LeverState>) => compile(named(state), lab, kinds)

const end = { link: 'r2--r3', node: 'r2' }
const STATES: readonly Unnamed<LeverState>[] = [
  { lever: 'carrier', end, up: false },
  { lever: 'admin', end, up: false },
  { lever: 'filter', node: 'r1', drop: [{ link: 'r1--r2', bgpOnly: true }] },
  { lever: 'shape', end, shape: { loss: 0.5 } },
  { lever: 'process', node: 'r1', state: 'stopped', how: 'power-loss' },
  { lever: 'daemon', node: 'r1', daemon: 'bgp', state: 'dead' },
  { lever: 'session', session: 'r1--r2', node: 'r1', up: false },
]

for (const state of STATES) {
  test(`${state.lever}: differs from its baseline when broken, equals it when healed`, () => {
    const broken = compiled(state).change
    assert.equal(broken.subject, named(state).subject)
    assert.notDeepEqual(broken.state, broken.baseline)
    const healed = compile(baseline(named(state), lab), lab, kinds).change
    // The agent compares them as JSON: the order of keys counts too.
    assert.equal(JSON.stringify(healed.state), JSON.stringify(healed.baseline))
    assert.deepEqual(healed.baseline, broken.baseline)
  })
}

test('carrier and admin act at the end named', () => {
  const { state } = compiled({ lever: 'carrier', end, up: false }).change
  assert.deepEqual(state, { lever: 'carrier', link: 'r2--r3', node: 'r2', up: false })
})

test('a shape of what leaves an end acts where it arrives, and goes back to that of the topology', () => {
  const { change } = compiled({ lever: 'shape', end, shape: { loss: 0.5 } })
  assert.deepEqual(change.state, {
    lever: 'shape',
    node: 'r3',
    link: 'r2--r3',
    shape: { loss: 0.5 },
  })
  assert.deepEqual(change.baseline, {
    lever: 'shape',
    node: 'r3',
    link: 'r2--r3',
    shape: { delayMs: 10, rateBps: 100_000_000 },
  })
})

test('a daemon is named as the kernel names it, with the way to start it', () => {
  const { state } = compiled({ lever: 'daemon', node: 'r1', daemon: 'rib', state: 'frozen' }).change
  assert.ok(state.lever === 'daemon')
  assert.equal(state.process, 'zebra')
  assert.ok(state.start.length > 0)
})

test('a session is shut down by its address, and the router is asked whether it is', () => {
  const { change, check } = compiled({
    lever: 'session',
    session: 'r1--r2',
    node: 'r2',
    up: false,
  })
  assert.match(JSON.stringify(change.state), /"neighbor 10\.0\.1\.1 shutdown"/)
  assert.match(JSON.stringify(change.baseline), /"no neighbor 10\.0\.1\.1 shutdown"/)
  assert.deepEqual(
    check?.changes.map(({ wanted }) => wanted),
    [true],
  )
  assert.deepEqual(
    compiled({ lever: 'session', session: 'r1--r2', node: 'r2', up: true }).check?.changes.map(
      ({ wanted }) => wanted,
    ),
    [false],
  )
})

test('a reset equals its baseline: done once, never held', () => {
  const { change, check } = compiled({
    lever: 'reset',
    session: 'r1--r2',
    node: 'r1',
    hard: true,
  })
  assert.deepEqual(change.state, change.baseline)
  assert.match(JSON.stringify(change.state), /clear bgp.*10\.0\.1\.2/)
  assert.equal(check, undefined)
})

test('a session or node that the lab does not have is an error', () => {
  const session = { lever: 'session', session: 'r3--r4', node: 'r1', up: false } as const
  assert.throws(() => compiled(session), /r1 has no session r3--r4|lab has no/)
})

const routes = (announce: readonly string[], withdraw: readonly string[]): LeverState =>
  named({ lever: 'routes', node: 'r1', announce, withdraw })
const commandsOf = (memory: RouteMemory, state: LeverState): string => {
  const { change } = compile(memory.complete(state), lab, kinds)
  assert.ok(change.state.lever === 'command')
  return change.state.commands.map((argv) => argv.at(-1)).join(', ')
}

test('routes that are gone from the state are taken back, in state and baseline', () => {
  const memory = new RouteMemory()
  const first = routes(['203.0.113.0/24', '2001:db8::/32'], ['198.18.1.0/24'])
  assert.equal(
    commandsOf(memory, first),
    'no network 198.18.1.0/24, network 203.0.113.0/24, network 2001:db8::/32',
  )
  memory.settled(first)
  const second = routes(['203.0.113.0/24'], [])
  assert.equal(
    commandsOf(memory, second),
    'network 203.0.113.0/24, network 198.18.1.0/24, no network 2001:db8::/32',
  )
  const { change } = compile(memory.complete(second), lab, kinds)
  assert.equal(
    change.baseline.lever === 'command' && change.baseline.commands.map((c) => c.at(-1)).join(', '),
    'no network 203.0.113.0/24, network 198.18.1.0/24, no network 2001:db8::/32',
  )
})

test('what was seen to be gone is not taken back again; what was not seen, is', () => {
  const memory = new RouteMemory()
  memory.complete(routes(['203.0.113.0/24'], []))
  memory.complete(routes([], []))
  assert.equal(commandsOf(memory, routes([], [])), 'no network 203.0.113.0/24')
  memory.settled(routes([], []))
  assert.equal(commandsOf(memory, routes([], [])), '')
})

test('every node remembers its own routes', () => {
  const memory = new RouteMemory()
  memory.complete(routes(['203.0.113.0/24'], []))
  const other = named({ lever: 'routes', node: 'r2', announce: [], withdraw: [] })
  assert.equal(commandsOf(memory, other), '')
})

test('the agent knows the interfaces by their addresses with length', () => {
  const r1 = agentNodes(lab).find(({ name }) => name === 'r1')
  assert.equal(r1?.container, 'chaoslemur-lab-r1')
  assert.deepEqual(r1?.ends, {
    'r1--r2': ['10.0.1.1/29', 'fd01:1::1/64'],
    'r5--r1': ['10.0.5.2/29', 'fd01:5::2/64'],
  })
})

test('probes: every pair in both families, thinned out evenly to the limit', () => {
  const pairs = (limit: number) => probeStreams(lab, limit).flatMap(({ targets }) => targets).length
  assert.equal(pairs(1000), 2 * 5 * 4)
  assert.equal(pairs(10), 10)
  assert.equal(pairs(7), 7)
  for (const { source, targets } of probeStreams(lab, 1000))
    for (const { address } of targets) assert.equal(address.includes(':'), source.includes(':'))
})
