import { Simulation, type SimulationParts } from '../simulation.ts'
import { CompactSpeakers } from './speakers.ts'

/** Routers that are an AS each, under Gao-Rexford where the graph has relations: fast, and the same. */
export const simulateCompact = (parts: Omit<SimulationParts, 'speakers'>): Simulation =>
  new Simulation({
    ...parts,
    speakers: (outlet, factor) =>
      new CompactSpeakers(parts.graph, parts.timing.mrai, outlet, factor),
  })
