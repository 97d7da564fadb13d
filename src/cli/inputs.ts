import { existsSync, statSync } from 'node:fs'
import { faults } from '../faults/index.ts'
import { kindNames } from '../kinds/index.ts'
import { loadPlan } from '../load/plan.ts'
import { readInput, readTopologyFile } from '../load/read-file.ts'
import { loadTopology, type TopologyOptions } from '../load/topology.ts'
import { metricNames } from '../measure/index.ts'
import type { Plan } from '../model/plan.ts'
import type { Topology } from '../model/topology.ts'
import { rehearse } from '../run/rehearse.ts'
import type { Context } from './context.ts'

const topologyOptions = ({ options }: Context): TopologyOptions => ({
  kinds: kindNames,
  seed: options.seed,
})

export const readTopology = (context: Context, path: string): Promise<Topology> =>
  readTopologyFile(path, topologyOptions(context))

export const readPlan = async (
  context: Context,
  path: string,
  topology?: Topology,
): Promise<{ readonly plan: Plan; readonly text: string }> => {
  const { file, text } = await readInput(path)
  return { plan: await parsePlan(context, file, text, topology), text }
}

export const parseTopology = (context: Context, file: string, text: string): Topology =>
  loadTopology(file, text, topologyOptions(context))

export const parsePlan = (
  context: Context,
  file: string,
  text: string,
  topology?: Topology,
): Promise<Plan> =>
  loadPlan(file, text, {
    topology,
    seed: context.options.seed,
    faults,
    metricNames,
    rehearse: (plan) => rehearse(plan, faults),
    loadTopology: (path, settings) =>
      readTopologyFile(path, { ...topologyOptions(context), settings }),
    parseTopology: (name, inline, settings) =>
      loadTopology(name, inline, { ...topologyOptions(context), settings }),
  })

/** A lab's name, from the name itself or from a topology file. */
export const labNameOf = async (context: Context, argument: string): Promise<string> => {
  const isFile = argument === '-' || (existsSync(argument) && statSync(argument).isFile())
  return isFile ? (await readTopology(context, argument)).name : argument
}
