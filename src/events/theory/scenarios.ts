/** The stimuli of the convergence literature (Labovitz and others, 2000), each on a network at rest. */
import { simulateCompact } from '../compact/simulate.ts'
import type { EventGraph } from '../graph.ts'
import type { EventResult } from '../result.ts'
import type { Simulation } from '../simulation.ts'
import type { Timing } from '../timing.ts'

/** Longer than any MRAI that is tried: no timer of the last event holds up the next. */
const REST_MS = 1_000_000

interface Scenario {
  readonly graph: EventGraph
  readonly timing: Timing
  readonly seed?: number
}

/** Router 0 announces the prefix. */
export const tup = (scenario: Scenario): EventResult => announced(scenario).result

/** Router 0 takes the prefix back. */
export const tdown = (scenario: Scenario): EventResult =>
  announced(scenario).simulation.perform([{ type: 'withdraw', node: 0 }])

/** A session fails, and is back later: paths get longer, then shorter again. */
export const failover = (
  scenario: Scenario,
  ends: readonly [number, number],
): { readonly tlong: EventResult; readonly tshort: EventResult } => {
  const { simulation } = announced(scenario)
  const tlong = simulation.perform([{ type: 'link-down', ends }])
  simulation.wait(REST_MS)
  return { tlong, tshort: simulation.perform([{ type: 'link-up', ends }]) }
}

const announced = ({
  graph,
  timing,
  seed = 1,
}: Scenario): { readonly simulation: Simulation; readonly result: EventResult } => {
  const simulation = simulateCompact({ graph, timing, seed })
  const result = simulation.perform([{ type: 'announce', node: 0 }])
  simulation.wait(REST_MS)
  return { simulation, result }
}
