import type { AppliedChange, LeverTrial, RunResult } from '../../agent/protocol.ts'
import type { Lever } from '../../model/effect.ts'
import type { Applied, Clock, Testbed } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { AgentClient } from './agent-client.ts'
import { askRoutes, askSessions, type RunInNode } from './ask.ts'
import { awaitCheck } from './await-check.ts'
import { applyBaseline } from './baseline.ts'
import { engineClock, measureOffset } from './clock.ts'
import { agentNodes, compile } from './compile.ts'
import type { Compiled, Kinds } from './compiled.ts'
import type { Engine } from './engine.ts'
import { leverTable } from './levers.ts'
import { observe } from './observe.ts'
import { RouteMemory } from './route-memory.ts'

/** Without a word for this long the agent takes the controller for hung and heals. */
const LEASE_MS = 10_000
const BASELINE_TIMEOUT_MS = 30_000

export interface DockerTestbed extends Testbed {
  /** Runs a program inside a node. */
  readonly run: RunInNode
  /** Undoes what a dead agent left; tells what it found. */
  sweep(): Promise<readonly string[]>
}

/** Attaches to a lab that runs: starts its agent and tells it the nodes. */
export const openTestbed = async (
  engine: Engine,
  topology: Topology,
  kinds: Kinds,
): Promise<DockerTestbed> => {
  const agent = await AgentClient.open(engine, topology.name)
  try {
    const testbed = await greet(engine, agent, topology, kinds)
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
  topology: Topology,
  kinds: Kinds,
): Promise<DockerTestbed> => {
  await agent.ask({ do: 'hello', nodes: agentNodes(topology), leaseMs: LEASE_MS })
  const clock = engineClock(await measureOffset(() => agent.ask({ do: 'ping' })), agent.lost)
  const trials = await agent.ask<readonly LeverTrial[]>({ do: 'try-levers' })
  const run: RunInNode = (node, argv) => agent.ask<RunResult>({ do: 'run', node, argv })
  const lab = { engine, agent, topology, kinds, clock }
  return {
    topology,
    clock,
    levers: leverTable(trials) as ReadonlyMap<Lever | 'netem', { works: boolean; remedy?: string }>,
    apply: applier(agent, topology, kinds, { run, clock }),
    observe: (options, signal) => observe(lab, options, signal),
    sessions: (node) => askSessions(topology, kinds, node, run),
    routes: (node) => askRoutes(topology, kinds, node, run),
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
