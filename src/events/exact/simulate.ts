import { Simulation, type SimulationParts } from '../simulation.ts'
import { type EventNetwork, graphOfNetwork } from './network.ts'
import { ExactSpeakers } from './speakers.ts'

export type ExactParts = Omit<SimulationParts, 'graph' | 'speakers'> &
  Partial<Pick<SimulationParts, 'graph'>> & { readonly network: EventNetwork }

/** A network of Router objects. The MRAI is that of the timing, unless the network has one. */
export const simulateExact = ({ network, ...parts }: ExactParts): Simulation => {
  const graph = parts.graph ?? graphOfNetwork(network)
  const { mrai } = parts.timing
  const whole = { ...(mrai && { mrai }), ...network }
  return new Simulation({
    ...parts,
    graph,
    speakers: (outlet, factor) => new ExactSpeakers(whole, graph, outlet, factor),
  })
}
