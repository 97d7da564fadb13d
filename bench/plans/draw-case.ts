/**
 * A random network and a random plan for it. Every part draws from a stream of its own, so that one
 * more of one sort does not move the others.
 */
import { kindNames } from '../../src/kinds/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { createRandom } from '../../src/lib/random.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type { Topology } from '../../src/model/topology.ts'
import { solve } from '../../src/solve/solve.ts'
import { type Case, filesOf } from './case.ts'
import { drawPlan } from './draw-plan.ts'
import { drawTopology } from './draw-topology.ts'
import { type Loaded, loadCase } from './load-case.ts'

export interface DrawnCase extends Loaded {
  readonly drawn: Case
  /** Draws that the loader or the rehearsal refused before this one. */
  readonly refused: number
}

/** The first draw of the seed that the loader takes: what it refuses is no plan to play. */
export const drawCase = async (seed: number): Promise<DrawnCase> => {
  const random = createRandom(`plans ${seed}`)
  const name = `random-${seed}`
  const { file, topology } = stableTopology(random.fork('topology'), name)
  for (let refused = 0; refused < ATTEMPTS; refused++) {
    const plan = drawPlan(random.fork(`plan ${refused}`), name, topology)
    const drawn: Case = { seed, topology: file, plan }
    try {
      return { drawn, refused, ...(await loadCase(filesOf(drawn), topology)) }
    } catch (error) {
      if (!(error instanceof InputError)) throw error
    }
  }
  throw new Error(`seed ${seed}: ${ATTEMPTS} plans were drawn and all were refused`)
}

const ATTEMPTS = 100

/** Route reflection can leave a network without any stable state (RFC 3345): there is no baseline then. */
const stableTopology = (random: ReturnType<typeof createRandom>, name: string) => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const file = drawTopology(random.fork(String(attempt)), name)
    const text = filesOf({ seed: 0, topology: file, plan: NO_PLAN }).topology
    const topology: Topology = loadTopology(`${name}.yaml`, text, { kinds: kindNames })
    if (solve(topology, NO_IMPAIRMENT).stable) return { file, topology }
  }
  throw new Error(`${name}: no topology of ${ATTEMPTS} has a stable state`)
}

const NO_PLAN: Case['plan'] = {
  version: 1,
  name: 'none',
  topology: 'none',
  seed: 0,
  steps: [],
  probes: { interval: '0s', streams: 0 },
}
