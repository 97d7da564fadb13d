import { askRoutes, askSessions } from '../backends/docker/ask.ts'
import { topologyOf } from '../backends/docker/index.ts'
import { runByEngine } from '../backends/docker/run-by-engine.ts'
import type { Testbed } from '../model/testbed.ts'
import { type Context, dockerOf, kindOf } from './context.ts'
import { labNameOf } from './inputs.ts'

/** A lab to look at, without its agent: also while an experiment runs on it. */
export const lookAt = async (
  context: Context,
  lab: string,
): Promise<Pick<Testbed, 'topology' | 'sessions' | 'routes'>> => {
  const { engine } = dockerOf(context)
  const topology = await topologyOf(engine, await labNameOf(context, lab))
  const run = runByEngine(engine, topology.name)
  return {
    topology,
    sessions: (node) => askSessions(topology, kindOf, node, run),
    routes: (node) => askRoutes(topology, kindOf, node, run),
  }
}
