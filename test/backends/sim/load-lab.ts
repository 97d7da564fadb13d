/** Three simulated routers in a row, and loads through them. */

import { createNetwork } from '../../../src/backends/sim/network.ts'
import type { KindProfile } from '../../../src/backends/sim/network-types.ts'
import { findProfile } from '../../../src/backends/sim/profile.ts'
import { simTestbed } from '../../../src/backends/sim/testbed.ts'
import type { LeverState } from '../../../src/model/effect.ts'
import type { Load, LoadEvent } from '../../../src/model/load.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { ObserveOptions, Testbed } from '../../../src/model/testbed.ts'
import type { Topology } from '../../../src/model/topology.ts'
import { loadText } from '../../load/load-text.ts'

const CHAIN = `
defaults: { timers: { keepalive: 1s, hold: 3s, connect-retry: 1s, mrai: 0s }, networks: { count: 1 } }
nodes: { west: {}, middle: {}, east: {} }
links: [[west, middle], [middle, east]]
`

export const LOAD: Load = {
  id: 'table',
  do: 'flood',
  into: 'west',
  out: 'east',
  family: 'ipv4',
  prefixes: 500,
  groupSize: 1,
  seedPrefix: '100.64.0.0',
  prefixLength: 28,
  canarySeed: '100.127.0.0',
  ranges: ['100.64.0.0/10'],
  paths: 'cycle',
  pathLength: 3,
  rate: [{ fromPerS: 1000, toPerS: 1000 }],
  forMs: 4000,
  canaryEveryMs: 1000,
  withdraw: true,
  start: { type: 'at', atMs: 0 },
  place: 'plan.yaml:1:1',
}

export const never = new AbortController().signal

export class LoadLab {
  readonly topology: Topology
  readonly testbed: Testbed

  constructor(seed = 1, text = CHAIN, profile: Partial<KindProfile> = {}) {
    this.topology = loadText(text)
    const profileOf = () => ({ ...(findProfile('frr') as KindProfile), ...profile })
    const network = createNetwork(this.topology, { seed, profileOf })
    this.testbed = simTestbed(network, this.topology)
  }

  /** Virtual. */
  async pass(ms: number): Promise<void> {
    const { clock } = this.testbed
    await clock.until(clock.now() + ms, never)
  }

  async start(changes: Partial<Load> = {}, signal = never): Promise<AsyncIterable<LoadEvent>> {
    const { testbed } = this
    if (!testbed.startLoad) throw new Error('no place for a load')
    return testbed.startLoad({ ...LOAD, ...changes }, signal)
  }

  /** From its start to its end. */
  async play(changes: Partial<Load> = {}, signal = never): Promise<readonly LoadEvent[]> {
    return all(await this.start(changes, signal))
  }

  async set(state: LeverState): Promise<void> {
    await this.testbed.apply([state], never)
  }

  /** What is seen until the signal aborts. */
  async observe(options: Partial<ObserveOptions>, signal: AbortSignal): Promise<Observation[]> {
    const seen: Observation[] = []
    const wanted = { probeIntervalMs: 0, probeStreams: 0, ...options }
    const stream = await this.testbed.observe(wanted, signal)
    void (async () => {
      for await (const one of stream) seen.push(one)
    })()
    return seen
  }

  async prefixes(node: string): Promise<readonly string[]> {
    return (await this.testbed.routes(node, never)).map(({ prefix }) => prefix)
  }

  async neighbours(node: string): Promise<readonly string[]> {
    return (await this.testbed.sessions(node, never)).map(({ peerAddress }) => peerAddress)
  }
}

/** A lab in which everybody knows everything. */
export const settledLab = async (...parts: ConstructorParameters<typeof LoadLab>) => {
  const lab = new LoadLab(...parts)
  await lab.pass(15_000)
  return lab
}

export const all = async <T>(stream: AsyncIterable<T>): Promise<readonly T[]> => {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

export const ofType = <Type extends LoadEvent['type']>(events: readonly LoadEvent[], type: Type) =>
  events.filter((event): event is Extract<LoadEvent, { type: Type }> => event.type === type)

export const ended = (events: readonly LoadEvent[]) => {
  const last = events.at(-1)
  if (last?.type !== 'load-ended') throw new Error('it has no end')
  return last
}
