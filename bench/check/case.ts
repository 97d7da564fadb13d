/** One drawn network on everything that can run it: up, compared, a link cut, compared, healed, compared, down. */
import { kindNames } from '../../src/kinds/index.ts'
import { loadTopology } from '../../src/load/topology.ts'
import type { Topology } from '../../src/model/topology.ts'
import { PATIENCE, type Patience } from './agree.ts'
import type { Drawn } from './draw.ts'
import type { Ground } from './grounds.ts'
import type { PhaseResult } from './phases.ts'

export interface CaseResult {
  readonly drawn: Drawn
  readonly topology: Topology
  /** In the order of the grounds. */
  readonly runs: readonly GroundResult[]
  readonly tookMs: number
}

export interface GroundResult {
  readonly ground: string
  readonly phases: readonly PhaseResult[]
}

export const loadDrawn = ({ lab, text }: Drawn): Topology =>
  loadTopology(`${lab}.yaml`, text, { kinds: kindNames })

export const runCase = async (
  grounds: readonly Ground[],
  drawn: Drawn,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<CaseResult> => {
  const startedAt = performance.now()
  const topology = loadDrawn(drawn)
  const runs: GroundResult[] = []
  for (const { name, run } of grounds)
    runs.push({ ground: name, phases: await run(topology, drawn, patience, signal) })
  return { drawn, topology, runs, tookMs: performance.now() - startedAt }
}
