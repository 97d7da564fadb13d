import { simBackend } from '../../src/backends/sim/index.ts'
import type { Ground } from './grounds.ts'
import { runPhases } from './phases.ts'

const READY_MS = 120_000

/** The simulator: the same questions at the same virtual times. */
export const simGround: Ground = {
  name: 'sim',
  run: async (topology, drawn, patience, signal) => {
    const backend = simBackend({ seed: drawn.seed, readyTimeoutMs: READY_MS })
    await using testbed = await backend.up(topology, signal)
    return runPhases(testbed, drawn, { patience }, signal)
  },
}
