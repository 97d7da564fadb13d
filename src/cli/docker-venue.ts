/** Experiments on real routers. */
import { askVersion } from '../backends/docker/ask.ts'
import { tryLevers } from '../backends/docker/doctor.ts'
import type { Engine } from '../backends/docker/engine.ts'
import type { DockerBackend } from '../backends/docker/index.ts'
import { keepLogs } from '../backends/docker/keep-logs.ts'
import type { DockerTestbed } from '../backends/docker/testbed.ts'
import type { Topology } from '../model/topology.ts'
import { kindOf } from './context.ts'
import {
  asksForNetem,
  refuseMissingLevers,
  refuseSlowLinks,
  refuseUnfitLoads,
  slowLinks,
} from './missing-levers.ts'
import type { Part, Stage, Venue } from './venue.ts'
import { packageVersion } from './version.ts'

const DOWN_PATIENCE_MS = 60_000

/** On an engine that has answered with this version. */
export const dockerVenue = (backend: DockerBackend, engineVersion: string): Venue => ({
  backend: 'docker',
  describe: ({ nodes }) => `Docker ${engineVersion}: ${nodes.length} real routers`,
  async refuse({ plan, timeline }) {
    const { topology } = plan
    refuseUnfitLoads(plan, kindOf)
    if (!asksForNetem(timeline) && slowLinks(topology).length === 0) return
    const levers = await tryLevers(backend.engine, backend.options)
    refuseSlowLinks(topology, { levers })
    refuseMissingLevers(timeline, { levers })
  },
  async open(part, signal) {
    const testbed = await backend.up(part.plan.topology, signal)
    try {
      return await prepared(testbed, part, { engine: backend.engine, version: engineVersion })
    } catch (error) {
      await testbed[Symbol.asyncDispose]()
      throw error
    }
  },
  down: (lab) => backend.down(lab, AbortSignal.timeout(DOWN_PATIENCE_MS)),
})

const prepared = async (
  testbed: DockerTestbed,
  { plan, timeline }: Part,
  { engine, version }: { readonly engine: Engine; readonly version: string },
): Promise<Stage> => {
  refuseMissingLevers(timeline, testbed)
  if (plan.load.length > 0) await testbed.prepareLoads()
  return {
    testbed,
    versions: await versionsOf(plan.topology, testbed, version),
    hasCaptures: true,
    keepLogs: (folder, sinceMs) => keepLogs(engine, plan.topology, folder, sinceMs),
    [Symbol.asyncDispose]: () => testbed[Symbol.asyncDispose](),
  }
}

const versionsOf = async (
  { nodes }: Topology,
  { run }: DockerTestbed,
  engine: string,
): Promise<Stage['versions']> => {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))]
  const daemons = await Promise.all(
    kinds.map(async (kind) => {
      const node = nodes.find((candidate) => candidate.kind === kind)?.name ?? ''
      return [kind, await askVersion(kindOf(kind), node, run)] as const
    }),
  )
  return {
    chaoslemur: packageVersion(),
    node: process.versions.node,
    engine,
    ...Object.fromEntries(daemons),
  }
}
