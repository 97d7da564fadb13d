import { takeDown } from '../../src/backends/docker/down.ts'
import type { DockerBackend } from '../../src/backends/docker/index.ts'
import { inventory } from '../../src/backends/docker/inventory.ts'
import { backendFor } from '../../src/cli/context.ts'
import { InputError } from '../../src/lib/errors.ts'
import type { Ground } from './grounds.ts'
import { runPhases } from './phases.ts'
import { askReasons } from './reasons.ts'

/** Real routers. Takes the lab down whatever happens; leaves alone one of that name that is there already. */
export const dockerGround: Ground = {
  name: 'docker',
  run: async (topology, drawn, patience, signal) => {
    const backend = backendFor({ note: () => undefined })
    await refuseTaken(backend, drawn.lab)
    try {
      await using testbed = await backend.up(topology, signal)
      const reasons = (prediction: Parameters<typeof askReasons>[1]) =>
        askReasons(testbed, prediction)
      return await runPhases(testbed, drawn, { patience, reasons }, signal)
    } finally {
      await takeDown(backend.engine, drawn.lab, { images: true })
    }
  },
}

const refuseTaken = async ({ engine }: DockerBackend, lab: string): Promise<void> => {
  const { containers, networks } = await inventory(engine, lab)
  if (containers.length + networks.length === 0) return
  throw new InputError(`lab ${lab} is there already`, { hint: `chaoslemur down ${lab}` })
}
