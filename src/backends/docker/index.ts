/** The Docker backend's door: a lab on one engine, brought up, attached to, taken down. */
import { InputError } from '../../lib/errors.ts'
import type { Backend, Testbed } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { unknownLab } from './agent-container.ts'
import { takeDown } from './down.ts'
import { connect, type Engine } from './engine.ts'
import { inventory } from './inventory.ts'
import { agentName, LABEL } from './labels.ts'
import { type DockerTestbed, openTestbed } from './testbed.ts'
import { unpackTopology } from './topology-label.ts'
import { bringUp, prepareAgent, type UpOptions } from './up.ts'
import { type ReadyProgress, waitReady } from './wait-ready.ts'

export interface DockerOptions extends UpOptions {
  readonly readyTimeoutMs: number
  readonly onReady?: (progress: ReadyProgress) => void
}

export interface DockerBackend extends Backend {
  readonly engine: Engine
  readonly options: DockerOptions
  up(topology: Topology, signal: AbortSignal): Promise<DockerTestbed>
  attach(lab: string, signal: AbortSignal): Promise<DockerTestbed>
}

export const dockerBackend = (options: DockerOptions): DockerBackend => {
  const engine = connect()
  return {
    name: 'docker',
    engine,
    options,
    async up(topology, signal) {
      await bringUp(engine, topology, options)
      signal.throwIfAborted()
      const testbed = await openTestbed(engine, topology, options.kinds)
      return ready(testbed, topology, options, signal)
    },
    async attach(lab) {
      const topology = await topologyOf(engine, lab)
      await prepareAgent(engine, topology, options)
      return openTestbed(engine, topology, options.kinds)
    },
    down: async (lab) => {
      await takeDown(engine, lab, { images: false })
    },
  }
}

const ready = async (
  testbed: DockerTestbed,
  topology: Topology,
  options: DockerOptions,
  signal: AbortSignal,
): Promise<DockerTestbed> => {
  try {
    await applyBaseline(testbed, topology, signal)
    await waitReady(testbed, options.readyTimeoutMs, options.onReady ?? (() => undefined), signal)
    return testbed
  } catch (error) {
    await testbed[Symbol.asyncDispose]()
    throw error
  }
}

/** Links that are slow or lossy by the topology are so from the start, and stay so without us. */
const applyBaseline = async (
  testbed: Testbed,
  topology: Topology,
  signal: AbortSignal,
): Promise<void> => {
  const shaped = topology.links.filter(({ shape }) => Object.keys(shape).length > 0)
  const states = shaped.flatMap(({ id, ends, shape }) =>
    ends.map(({ node }) => ({
      subject: `shape:${id}:${node}`,
      lever: 'shape' as const,
      end: { link: id, node },
      shape,
    })),
  )
  const applied = states.length > 0 ? await testbed.apply(states, signal) : []
  const failed = applied.filter(({ verifiedAt }) => verifiedAt === undefined)
  if (failed.length === 0) return
  throw new InputError(
    failed.map(
      ({ subject, readBack }) => `cannot give the link its attributes: ${subject}: ${readBack}`,
    ),
    { hint: testbed.levers.get('netem')?.remedy },
  )
}

/** The topology that a running lab was made from, as the lab itself carries it. */
export const topologyOf = async (engine: Engine, lab: string): Promise<Topology> => {
  const { containers } = await inventory(engine, lab)
  const label = containers.find(({ name }) => name === agentName(lab))?.labels[LABEL.topology]
  if (!label) throw unknownLab(lab)
  return unpackTopology(label)
}
