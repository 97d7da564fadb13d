/** What a drawn network can be played on. */
import type { Topology } from '../../src/model/topology.ts'
import type { Patience } from './agree.ts'
import { dockerGround } from './docker-ground.ts'
import type { Drawn } from './draw.ts'
import type { PhaseResult } from './phases.ts'
import { simGround } from './sim-ground.ts'

export interface Ground {
  readonly name: string
  run(
    topology: Topology,
    drawn: Drawn,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<readonly PhaseResult[]>
}

export const grounds: readonly Ground[] = [dockerGround, simGround]
