import type { AppliedChange, LeverTrial, RunResult } from '../../agent/protocol.ts'
import { loadRanges } from '../../measure/load-share.ts'
import type { Lever } from '../../model/effect.ts'
import type { Applied, Clock, Testbed } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { AgentClient } from './agent-client.ts'
import { askRoutes, askSessions, type LoadApart, type RunInNode } from './ask.ts'
import { awaitCheck } from './await-check.ts'
import { applyBaseline } from './baseline.ts'
import { engineClock, measureOffset } from './clock.ts'
import { agentNodes, compile } from './compile.ts'
import type { Compiled, Kinds } from './compiled.ts'
import type { Engine } from './engine.ts'
import { type FloodPlace, type LabFlood, openLabFlood } from './lab-flood.ts'
import { leverTable } from './levers.ts'
import { startLoad } from './load.ts'
import { removeLoadContainers } from './load-container.ts'
import { observe } from './observe.ts'
import { RouteMemory } from './route-memory.ts'

/** Without a word for this long the agent takes the controller for hung and heals. */
const LEASE_MS = 10_000
const BASELINE_TIMEOUT_MS = 30_000

export interface DockerTestbed extends Testbed {
  /** A flood engine beside the lab, for whoever drives it himself. */
  flood(place: FloodPlace, signal: AbortSignal): Promise<LabFlood>
  /** Builds what a load needs, so that none of them starts late. */
  prepareLoads(): Promise<void>
  /** Runs a program inside a node. */
  readonly run: RunInNode
  /** Undoes what a dead agent left; tells what it found. */
  sweep(): Promise<readonly string[]>
}

export interface TestbedParts {
  readonly kinds: Kinds
  /** Builds the image of the flood engine unless it is there; gives its tag. */
  floodImage(): Promise<string>
}

/** Attaches to a lab that runs: starts its agent and tells it the nodes. */
export const openTestbed = async (
  engine: Engine,
  topology: Topology,
  { kinds, ...parts }: TestbedParts,
): Promise<DockerTestbed> => {
  const agent = await AgentClient.open(engine, topology.name)
  try {
    // Whoever had the agent before us is gone, and nobody drives his floods any more.
    await removeLoadContainers(engine, topology.name)
    const testbed = await greet(engine, agent, { topology, kinds, ...parts })
    await applyBaseline(testbed, AbortSignal.timeout(BASELINE_TIMEOUT_MS))
    return testbed
  } catch (error) {
    await agent.close()
    throw error
  }
}

const greet = async (
  engine: Engine,
  agent: AgentClient,
  { topology, kinds, floodImage }: TestbedParts & { readonly topology: Topology },
): Promise<DockerTestbed> => {
  await agent.ask({ do: 'hello', nodes: agentNodes(topology), leaseMs: LEASE_MS })
  const clock = engineClock(await measureOffset(() => agent.ask({ do: 'ping' })), agent.lost)
  const trials = await agent.ask<readonly LeverTrial[]>({ do: 'try-levers' })
  const run: RunInNode = (node, argv, unseen) =>
    agent.ask<RunResult>({ do: 'run', node, argv, ...(unseen && { unseen }) })
  const lab = { engine, agent, topology, kinds, clock }
  const host = { ...lab, run, image: floodImage, cables: new Set<number>() }
  let load: LoadApart | undefined
  return {
    topology,
    clock,
    levers: leverTable(trials) as ReadonlyMap<Lever | 'netem', { works: boolean; remedy?: string }>,
    apply: applier(agent, topology, kinds, { run, clock }),
    observe: (options, signal) => {
      const prefixes = options.loadRanges ?? []
      load = prefixes.length > 0 ? { prefixes, ranges: loadRanges(prefixes) } : undefined
      return observe(lab, options, signal)
    },
    sessions: (node) => askSessions(topology, kinds, node, run),
    routes: (node) => askRoutes(topology, kinds, node, run, load),
    startLoad: (wanted, signal) => startLoad(host, wanted, signal),
    flood: (place, signal) => openLabFlood(host, place, signal),
    prepareLoads: async () => void (await floodImage()),
    run,
    sweep: () => agent.ask({ do: 'sweep' }),
    [Symbol.asyncDispose]: () => agent.close(),
  }
}

const applier = (
  agent: AgentClient,
  topology: Topology,
  kinds: Kinds,
  tools: { readonly run: RunInNode; readonly clock: Clock },
): Testbed['apply'] => {
  const memory = new RouteMemory()
  return async (states, signal) => {
    const compiled = states.map((state) => compile(memory.complete(state), topology, kinds))
    const changes = compiled.map(({ change }) => change)
    const applied = await agent.ask<readonly AppliedChange[]>({ do: 'apply', changes })
    const results = await Promise.all(
      applied.map((result, index) => confirm(result, compiled[index] as Compiled, tools, signal)),
    )
    states.forEach((state, index) => {
      if (results[index]?.verifiedAt !== undefined) memory.settled(state)
    })
    return results
  }
}

/** What the agent cannot judge, the router is asked. */
const confirm = async (
  result: AppliedChange,
  { check }: Compiled,
  { run, clock }: { readonly run: RunInNode; readonly clock: Clock },
  signal: AbortSignal,
): Promise<Applied> => {
  if (!check || result.verifiedAt === undefined || result.readBack === 'the node is down')
    return result
  const failure = await awaitCheck(check, run, signal)
  if (failure === undefined) return { ...result, verifiedAt: clock.now() }
  const { subject, commandedAt } = result
  return { subject, commandedAt, readBack: failure }
}
