import { remove } from '../../backends/docker/containers.ts'
import { call, type Engine } from '../../backends/docker/engine.ts'
import { removeNetwork } from '../../backends/docker/networks.ts'
import { BENCH_FILTER, isOrphan } from './labels.ts'

/** Removes what a killed `bench dut` left: its containers have ended with it, but are still there. */
export const sweepOrphans = async (engine: Engine): Promise<void> => {
  const [containers, networks] = await Promise.all([
    call('list containers', () => engine.listContainers({ all: true, filters: BENCH_FILTER })),
    call('list networks', () => engine.listNetworks({ filters: BENCH_FILTER })),
  ])
  for (const { Id, Labels } of containers) if (isOrphan(Labels)) await remove(engine, Id)
  for (const { Id, Labels } of networks) {
    if (isOrphan(Labels ?? {})) await removeNetwork(engine, Id)
  }
}
