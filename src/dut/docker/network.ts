import { randomInt } from 'node:crypto'
import { call, type Engine } from '../../backends/docker/engine.ts'
import { removeNetwork } from '../../backends/docker/networks.ts'
import { benchLabels } from './labels.ts'

/** Labs have their links below 10.240.0.0, and the engine its own networks in 172.16.0.0/12. */
const subnet = (): string => `10.${randomInt(240, 256)}.${randomInt(0, 16) * 16}.0/20`

const ATTEMPTS = 20

export interface BenchNetwork {
  readonly name: string
  readonly subnet: string
  remove(): Promise<void>
}

/**
 * A bridge of its own that leads nowhere: the engine itself drops what would leave an internal
 * network. Ends are next to each other, so nothing is ever routed.
 */
export const createBenchNetwork = async (engine: Engine, bench: string): Promise<BenchNetwork> => {
  for (let attempt = 1; ; attempt++) {
    const wanted = subnet()
    try {
      await create(engine, bench, wanted)
      return { name: bench, subnet: wanted, remove: () => removeNetwork(engine, bench) }
    } catch (error) {
      // Somebody else has these addresses: take others.
      if (attempt === ATTEMPTS || !/overlap/i.test(String((error as Error).cause))) throw error
    }
  }
}

const create = (engine: Engine, bench: string, wanted: string): Promise<unknown> =>
  call(`create network ${bench} (${wanted})`, () =>
    engine.createNetwork({
      Name: bench,
      Driver: 'bridge',
      Internal: true,
      CheckDuplicate: true,
      IPAM: { Driver: 'default', Config: [{ Subnet: wanted }] },
      Labels: benchLabels(bench, 'dut'),
      Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
    }),
  )
