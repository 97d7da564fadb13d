/** Journals for tests, and where the files of test/replay/ come from: events as short calls. */
import type { Outcome, RunEvent } from '../../src/model/event.ts'
import type { Topology } from '../../src/model/topology.ts'
import { lab } from '../solve/lab.ts'

export const triangle: Topology = lab({
  nodes: { a: 1, b: 2, c: 3 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ],
})

export const started = (
  at: number,
  extra: { iteration?: number; probeIntervalMs?: number } = {},
): RunEvent => ({
  type: 'run-started',
  at,
  plan: 'test',
  seed: 1,
  iteration: 1,
  backend: 'docker',
  versions: {},
  timers: {},
  topology: triangle,
  ...extra,
})

export const fault = (
  at: number,
  id: string,
  on: readonly string[],
  adjacent: readonly string[],
): RunEvent => ({
  type: 'fault-started',
  at,
  id,
  step: id.split('.')[0] as string,
  fault: 'test',
  on,
  adjacent,
  params: {},
})

export const injected = (commandedAt: number, at: number, instance: string): RunEvent[] => [
  applied(commandedAt, at, instance, 'injection'),
  { type: 'fault-injected', at: at + 1, instance, commandedAt },
]

export const healed = (commandedAt: number, at: number, instance: string): RunEvent[] => [
  applied(commandedAt, at, instance, 'reversion'),
  { type: 'fault-healed', at: at + 1, instance, commandedAt },
]

export const settled = (
  at: number,
  instance: string,
  half: 'injection' | 'reversion',
  outcome: Outcome = 'converged',
  differences: readonly string[] = [],
): RunEvent => ({ type: 'settled', at, instance, half, outcome, differences })

export const ended = (at: number): RunEvent => ({
  type: 'run-ended',
  at,
  verdict: 'passed',
  reasons: [],
})

export const update = (
  at: number,
  node: string,
  announced: readonly string[],
  withdrawn: readonly string[] = [],
): RunEvent => ({
  type: 'update-received',
  at,
  node,
  from: '10.0.1.2',
  announced,
  withdrawn,
  asPath: [2],
  octets: 50,
})

export const session = (
  at: number,
  node: string,
  peer: string,
  up: boolean,
  reason = '',
): RunEvent => ({ type: 'session-changed', at, node, peer, up, reason })

export const notification = (
  at: number,
  node: string,
  code: number,
  subcode: number,
): RunEvent => ({
  type: 'notification-received',
  at,
  node,
  from: '10.0.1.2',
  code,
  subcode,
})

export const fib = (
  at: number,
  node: string,
  protocol = 'bgp',
  prefix = '198.18.2.0/24',
): RunEvent => ({
  type: 'fib-changed',
  at,
  node,
  prefix,
  nextHops: ['10.0.3.1'],
  protocol,
})

export const carrier = (at: number, node: string, up: boolean): RunEvent => ({
  type: 'interface-changed',
  at,
  node,
  link: 'a--b',
  up,
})

export const probe = (
  at: number,
  from: string,
  to: string,
  lost: boolean,
  packets = 0,
): RunEvent => ({
  type: 'probe-changed',
  at,
  from,
  to,
  canary: `198.18.${to.charCodeAt(0) - 96}.1`,
  lost,
  packets,
})

const applied = (
  commandedAt: number,
  verifiedAt: number,
  instance: string,
  half: 'injection' | 'reversion',
): RunEvent => ({
  type: 'effects-applied',
  at: verifiedAt + 1,
  instance,
  half,
  effects: [],
  applied: [{ subject: 'x', commandedAt, verifiedAt, readBack: 'ok' }],
})
