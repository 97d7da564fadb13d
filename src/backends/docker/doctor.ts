import type { LeverTrial } from '../../agent/protocol.ts'
import { explain } from '../../lib/errors.ts'
import type { Topology } from '../../model/topology.ts'
import { AgentClient } from './agent-client.ts'
import { remove } from './containers.ts'
import { call, type Engine, requireEngine } from './engine.ts'
import { agentName } from './labels.ts'
import { type LeverInfo, leverTable } from './levers.ts'
import { prepareAgent, type UpOptions } from './up.ts'

export interface HostCheck {
  readonly name: string
  readonly works: boolean
  readonly detail: string
  /** Labs work without it. */
  readonly optional?: boolean
}

/** A lab of no nodes: its agent tries the levers, then it is gone. */
const SCRATCH: Topology = { name: 'doctor', families: ['ipv4'], nodes: [], links: [], sessions: [] }

export const examine = async (
  engine: Engine,
  options: UpOptions,
): Promise<readonly HostCheck[]> => {
  const version = await requireEngine(engine)
  const info = (await call('ask the engine about its host', () => engine.info())) as {
    KernelVersion: string
    NCPU: number
    MemTotal: number
    OperatingSystem: string
  }
  const host = `${info.OperatingSystem}, kernel ${info.KernelVersion}, ${info.NCPU} CPUs, ${Math.round(info.MemTotal / 2 ** 30)} GiB`
  const engineChecks: readonly HostCheck[] = [
    { name: 'engine', works: true, detail: `Docker ${version}` },
    { name: 'host', works: true, detail: host },
  ]
  return [...engineChecks, ...(await agentChecks(engine, options))]
}

const agentChecks = async (engine: Engine, options: UpOptions): Promise<readonly HostCheck[]> => {
  try {
    const levers = await tryLevers(engine, options)
    return [
      { name: 'agent', works: true, detail: 'starts, and enters namespaces' },
      ...leverChecks(levers),
    ]
  } catch (error) {
    return [{ name: 'agent', works: false, detail: explain(error) }]
  }
}

/** What this engine and kernel can do, before there is any lab. */
export const tryLevers = async (
  engine: Engine,
  options: Pick<UpOptions, 'agentDockerfile' | 'onProgress'>,
): Promise<ReadonlyMap<string, LeverInfo>> => {
  try {
    await prepareAgent(engine, SCRATCH, options)
    const agent = await AgentClient.open(engine, SCRATCH.name)
    const trials = await agent.ask<readonly LeverTrial[]>({ do: 'try-levers' })
    await agent.close()
    return leverTable(trials)
  } finally {
    await remove(engine, agentName(SCRATCH.name))
  }
}

const leverChecks = (levers: ReadonlyMap<string, LeverInfo>): readonly HostCheck[] =>
  [...levers].map(([name, { works, remedy }]) => ({
    name: name === 'netem' ? 'netem (delay, jitter, corruption)' : `lever ${name}`,
    works,
    detail: remedy ?? '',
    optional: name === 'netem',
  }))
