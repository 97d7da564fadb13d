/**
 * A testbed in memory whose network does as it is told, for unit tests of the runner only. Its whole
 * routing is one text, the key of what is broken; every table consists of it, and it follows the
 * applied states after a delay. Time is virtual.
 */

import type { Damping } from '../../src/bgp/router/damping.ts'
import { TimeoutError } from '../../src/lib/errors.ts'
import type { HostSample } from '../../src/measure/host-load.ts'
import type { LeverState } from '../../src/model/effect.ts'
import type { Impairment } from '../../src/model/impairment.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { Applied, RouteReport, Testbed } from '../../src/model/testbed.ts'
import type { Predict } from '../../src/run/ask.ts'
import { baseline } from '../../src/run/fold.ts'
import { impairmentOf } from '../../src/run/impairment.ts'
import { lab } from '../faults/lab.ts'
import { virtualClock } from './virtual-clock.ts'

export interface Script {
  /** From a change of the applied states to the new tables; `never` keeps the old ones. */
  readonly reactMs?: number | 'never'
  readonly applyMs?: number
  /** Of every node. */
  readonly damping?: Damping
  /** How long a router takes to tell its table; it tells what was true when it was asked. */
  readonly routesMs?: number
  /** Once something is broken, a router that does not answer in time: how often, or always. */
  readonly unanswered?: number
  /** From the call of `apply` to the command itself: a host that is busy. */
  readonly commandAfterMs?: number
  /** Samples of the host, once a second. */
  readonly host?: Partial<HostSample>
  /** States that are not read back, though they may be in place. */
  lies?(state: LeverState): boolean
  /** Calls of `apply` (from 1) that throw after they have set the first of their states. */
  breaks?(call: number): boolean
  /** Applies that never answer. */
  hangs?(states: readonly LeverState[]): boolean
  /** A second network state to alternate with, every this many milliseconds, once something is broken. */
  readonly oscillateEveryMs?: number
  /** Updates that change nothing, every this many milliseconds, once something is broken. */
  readonly churnEveryMs?: number
  /** Sessions that never come up. */
  readonly sessionsDown?: boolean
  /** Sessions with this address never come back once anything was broken. */
  readonly lostPeer?: string
  /** The stream of observations breaks at this time. */
  readonly observerFailsAt?: number
  /** An observation that is this far ahead of the clock comes with the first reaction. */
  readonly aheadMs?: number
  /** Reported by the nodes at the ends of a link that is down: their sessions went. */
  readonly noticeMs?: number
}

export interface ScriptedTestbed extends Testbed {
  /** What is really in place, by subject; baselines are left out. */
  readonly inPlace: ReadonlyMap<string, LeverState>
  /** Every call of `apply`: when, and what was asked for. */
  readonly calls: readonly { readonly at: number; readonly states: readonly LeverState[] }[]
}

/** One that has nothing else to do. */
const HOST: Omit<HostSample, 'at'> = {
  type: 'host-sampled',
  forMs: 1000,
  processors: 2,
  labMs: 50,
  foreignMs: 0,
  lowMs: 0,
  idleMs: 1950,
  stealMs: 0,
  pressureMs: 0,
  waitedMs: 0,
  lagMs: 0,
}

export const START = 1_000_000

export const scriptedTestbed = (script: Script = {}): ScriptedTestbed => {
  const clock = virtualClock(START)
  const ended = new AbortController()
  const inPlace = new Map<string, LeverState>()
  const calls: { at: number; states: readonly LeverState[] }[] = []
  const stream = observationStream()
  let key = keyOf(impairmentOf([], lab))
  let stirred = false
  let unanswered = 0

  const later = (ms: number, act: () => void) =>
    clock.until(clock.now() + ms, ended.signal).then(act, () => {})
  const update = () => stream.push(updateAt(clock.now()))
  const react = () => {
    const next = keyOf(impairmentOf(inPlace.values(), lab))
    if (next === key) return
    key = next
    update()
    if (script.aheadMs !== undefined) stream.push(updateAt(clock.now() + script.aheadMs))
  }
  const stir = () => {
    if (stirred) return
    stirred = true
    if (script.churnEveryMs) repeat(script.churnEveryMs, update)
    if (script.oscillateEveryMs)
      repeat(script.oscillateEveryMs, () => {
        key = key.endsWith('~') ? key.slice(0, -1) : `${key}~`
        update()
      })
  }
  const repeat = (ms: number, act: () => void) => {
    if (ended.signal.aborted) return
    later(ms, () => {
      act()
      repeat(ms, act)
    })
  }
  const notice = (states: readonly LeverState[]) => {
    for (const state of states)
      if (state.lever === 'carrier')
        for (const peer of peersOf(state)) stream.push(sessionChanged(state, peer, clock.now()))
  }
  const set = (state: LeverState) => {
    const normal = JSON.stringify(baseline(state, lab)) === JSON.stringify(state)
    if (normal) inPlace.delete(state.subject)
    else inPlace.set(state.subject, state)
  }

  return {
    topology: damped(script.damping),
    clock,
    levers: new Map(),
    inPlace,
    calls,
    apply: async (states, signal) => {
      calls.push({ at: clock.now(), states })
      if (script.commandAfterMs) await clock.until(clock.now() + script.commandAfterMs, signal)
      const commandedAt = clock.now()
      if (script.breaks?.(calls.length)) {
        set(states[0] as LeverState)
        throw new Error('the engine went away')
      }
      if (script.hangs?.(states)) await new Promise(() => {})
      states.forEach(set)
      await clock.until(clock.now() + (script.applyMs ?? 2), signal)
      stir()
      if (script.noticeMs !== undefined) later(script.noticeMs, () => notice(states))
      if (script.reactMs !== 'never') later(script.reactMs ?? 50, react)
      return states.map((state) => answer(state, { commandedAt, at: clock.now() }, script))
    },
    observe: async (_options, signal) => {
      const end = () => {
        ended.abort()
        stream.end()
      }
      signal.addEventListener('abort', end, { once: true })
      if (script.host) repeat(1000, () => stream.push({ ...HOST, ...script.host, at: clock.now() }))
      if (script.observerFailsAt !== undefined)
        later(script.observerFailsAt - START, () => stream.fail(new Error('the capture died')))
      return stream
    },
    sessions: async (node) =>
      lab.sessions
        .flatMap(({ ends: [a, b] }) => [
          { node: a.node, peer: b.address },
          { node: b.node, peer: a.address },
        ])
        .filter((side) => side.node === node)
        .map(({ peer }) => ({
          peerAddress: peer,
          state:
            script.sessionsDown || (stirred && peer === script.lostPeer) ? 'Active' : 'Established',
          prefixesReceived: 1,
        })),
    routes: async (_node, signal) => {
      const table = [routeOf(key)]
      if (stirred && unanswered++ < (script.unanswered ?? 0)) throw new TimeoutError('too slow')
      if (script.routesMs) await clock.until(clock.now() + script.routesMs, signal)
      return table
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

/** The prediction that goes with the double: the tables consist of the key of the impairment. */
export const predict: Predict = (impairment) => (node, routes) => {
  const expected = keyOf(impairment)
  const got = routes[0]?.nextHop
  return got === expected ? [] : [`${node}: expected "${expected}", got "${got}"`]
}

/** Links and sessions of a node that is down make no difference. */
const keyOf = ({ linksDown, nodesDown, sessionsDown }: Impairment): string => {
  const alive = ({ ends }: { readonly ends: readonly { readonly node: string }[] }) =>
    ends.every(({ node }) => !nodesDown.has(node))
  const links = lab.links.filter((link) => linksDown.has(link.id) && alive(link))
  const sessions = lab.sessions.filter(({ id, ends }) => sessionsDown.has(id) && alive({ ends }))
  return [...[...links, ...sessions].map(({ id }) => id), ...nodesDown].sort().join(' ')
}

const routeOf = (key: string): RouteReport => ({
  prefix: '198.18.1.0/24',
  nextHop: key,
  asPath: [],
})

const answer = (
  state: LeverState,
  { commandedAt, at }: { readonly commandedAt: number; readonly at: number },
  script: Script,
): Applied => {
  const { subject } = state
  return script.lies?.(state)
    ? { subject, commandedAt, readBack: 'something else' }
    : { subject, commandedAt, verifiedAt: at, readBack: 'as asked' }
}

const updateAt = (at: number): Observation => ({
  type: 'update-received',
  at,
  node: 'r1',
  from: '10.0.1.2',
  announced: ['198.18.1.0/24'],
  withdrawn: [],
  asPath: [64502],
  octets: 60,
})

/** The addresses of the other end: a session for each family. */
const peersOf = ({ end }: LeverState & { lever: 'carrier' }): readonly string[] => {
  const link = lab.links.find(({ id }) => id === end.link)
  const other = link?.ends.find(({ node }) => node !== end.node)
  return [other?.ipv4 as string, other?.ipv6 as string]
}

const sessionChanged = (
  { end, up }: LeverState & { lever: 'carrier' },
  peer: string,
  at: number,
): Observation => ({
  type: 'session-changed',
  at,
  node: end.node,
  peer,
  up,
  reason: up ? 'established' : 'interface down',
})

const observationStream = () => {
  const items: Observation[] = []
  let wake = () => {}
  let over = false
  let failure: Error | undefined
  return {
    push: (item: Observation) => {
      items.push(item)
      wake()
    },
    end: () => {
      over = true
      wake()
    },
    fail: (error: Error) => {
      failure = error
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = items.shift()
        if (next) yield next
        else if (failure) throw failure
        else if (over) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}

const damped = (damping: Damping | undefined): typeof lab =>
  damping ? { ...lab, nodes: lab.nodes.map((node) => ({ ...node, damping })) } : lab
