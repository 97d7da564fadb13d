/** Simulated networks with one mistake each. An invariant that notices none of them says nothing. */
import type { SimNetwork } from '../../../src/backends/sim/network-types.ts'
import type { LeverState } from '../../../src/model/effect.ts'
import type { Observation } from '../../../src/model/observation.ts'

export interface Broken {
  readonly what: string
  readonly caughtBy: string
  /** Only plans with one of these faults can show it; any can where there are none. */
  readonly faults: readonly string[]
  spoil(network: SimNetwork): SimNetwork
}

type Changes = { readonly [Key in keyof SimNetwork]?: SimNetwork[Key] }

/** The network with some things put in place of its own. */
const overlay = (network: SimNetwork, changes: Changes): SimNetwork =>
  new Proxy(network, {
    get: (target, key) => {
      if (key in changes) return changes[key as keyof Changes]
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  })

/** The lever is said to be set and is not, where the state is such a one. */
const forgetting = (
  what: string,
  faults: readonly string[],
  isForgotten: (state: LeverState) => boolean,
): Broken => ({
  what,
  faults,
  caughtBy: 'heals',
  spoil: (network) =>
    overlay(network, {
      set: (state) => (isForgotten(state) ? 'done' : network.set(state)),
    }),
})

/** What is observed goes through `change` on its way to whoever observes. */
const telling = (
  what: string,
  caughtBy: string,
  change: (seen: Observation, network: SimNetwork) => readonly Observation[],
): Broken => ({
  what,
  caughtBy,
  faults: [],
  spoil: (network) =>
    new Proxy(network, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
      set: (target, key, value) => {
        if (key !== 'onObservation') return Reflect.set(target, key, value, target)
        const tell = value as SimNetwork['onObservation']
        target.onObservation = (seen) => {
          for (const told of change(seen, target)) tell(told)
        }
        return true
      },
    }),
})

/** Counts the journals of a process: nothing in a journal may depend on it. */
let told = 0

export const brokenNetworks: readonly Broken[] = [
  forgetting(
    'a cable stays out',
    ['link-down', 'link-flap'],
    (state) => state.lever === 'carrier' && state.up,
  ),
  forgetting(
    'an interface stays shut down',
    ['link-down', 'link-flap'],
    (state) => state.lever === 'admin' && state.up,
  ),
  forgetting(
    'a filter stays',
    ['link-silence', 'session-silence'],
    (state) => state.lever === 'filter' && state.drop.length === 0,
  ),
  forgetting(
    'a link stays slow',
    ['link-delay'],
    (state) => state.lever === 'shape' && (state.shape.delayMs ?? 0) <= 40,
  ),
  forgetting(
    'a session stays shut down',
    ['session-shutdown'],
    (state) => state.lever === 'session' && state.up,
  ),
  forgetting(
    'an announcement stays',
    ['prefix-announce', 'prefix-withdraw'],
    (state) => state.lever === 'routes' && state.announce.length + state.withdraw.length === 0,
  ),
  forgetting(
    'a router stays down',
    ['node-crash', 'node-power-loss'],
    (state) => state.lever === 'process' && state.state === 'running',
  ),
  forgetting(
    'a daemon stays dead',
    ['daemon-kill'],
    (state) => state.lever === 'daemon' && state.state === 'running',
  ),
  {
    what: 'a router forgets the last route of its kernel',
    caughtBy: 'forwards',
    faults: [],
    spoil: (network) =>
      overlay(network, {
        fib: (node) => {
          const table = network.fib(node)
          const [gone] = [...table.entries()].findLast(([, way]) => Array.isArray(way)) ?? []
          const isGone = (target: string) => gone?.startsWith(target.split('.', 3).join('.'))
          return {
            entries: () => table.entries(),
            lookup: (target) => (isGone(target) ? undefined : table.lookup(target)),
          }
        },
      }),
  },
  {
    what: 'probes take no notice of changes',
    caughtBy: 'probes-agree',
    faults: [],
    spoil: (network) =>
      new Proxy(network, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key, target)
          return typeof value === 'function' ? value.bind(target) : value
        },
        set: (target, key, value) =>
          Reflect.set(target, key, key === 'onForwarding' ? () => undefined : value, target),
      }),
  },
  telling('sessions are told of twice', 'sessions-alternate', (seen) =>
    seen.type === 'session-changed' ? [seen, seen] : [seen],
  ),
  telling('times go backwards', 'in-order', (seen) =>
    seen.type === 'update-received' ? [{ ...seen, at: seen.at - 5_000 }] : [seen],
  ),
  telling('nothing is the same twice', 'replays', (seen) =>
    seen.type === 'update-received' ? [{ ...seen, octets: 23 + (told++ % 4000) }] : [seen],
  ),
  telling('the dead speak', 'dead-are-silent', (seen, network) => {
    if (seen.type === 'node-changed' && !seen.running)
      network.schedule(network.nowMs + 100, () =>
        network.onObservation({
          type: 'session-changed',
          at: network.nowMs,
          node: seen.node,
          peer: '192.0.2.1',
          up: true,
          reason: 'from beyond',
        }),
      )
    return [seen]
  }),
]
