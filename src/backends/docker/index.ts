/** The Docker backend's door: a lab on one engine, brought up, attached to, taken down. */
import type { Backend } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { type ReadyProgress, waitReady } from '../wait-ready.ts'
import { unknownLab } from './agent-container.ts'
import { takeDown } from './down.ts'
import { connect, type Engine } from './engine.ts'
import { healLab } from './heal.ts'
import { inventory } from './inventory.ts'
import { agentName, LABEL } from './labels.ts'
import { type DockerTestbed, openTestbed, type TestbedParts } from './testbed.ts'
import { unpackTopology } from './topology-label.ts'
import { bringUp, prepareAgent, prepareFloodImage, type UpOptions } from './up.ts'

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
      const { createNodes } = await bringUp(engine, topology, options)
      signal.throwIfAborted()
      const testbed = await openTestbed(engine, topology, partsOf(engine, options))
      const isNew = createNodes.length === topology.nodes.length
      return ready(testbed, { ...options, isNew }, signal)
    },
    async attach(lab) {
      const topology = await topologyOf(engine, lab)
      await prepareAgent(engine, topology, options)
      return openTestbed(engine, topology, partsOf(engine, options))
    },
    down: async (lab) => {
      await takeDown(engine, lab, { images: false })
    },
  }
}

const partsOf = (engine: Engine, options: DockerOptions): TestbedParts => {
  let building: Promise<string> | undefined
  const build = () => {
    building ??= prepareFloodImage(engine, options)
    return building
  }
  return { kinds: options.kinds, floodImage: build }
}

const ready = async (
  testbed: DockerTestbed,
  options: DockerOptions & { readonly isNew: boolean },
  signal: AbortSignal,
): Promise<DockerTestbed> => {
  try {
    if (!options.isNew) await healLeftovers(testbed, options)
    await waitReady(testbed, options.readyTimeoutMs, options.onReady ?? (() => undefined), signal)
    return testbed
  } catch (error) {
    await testbed[Symbol.asyncDispose]()
    throw error
  }
}

/** A lab that was there before may carry what a killed controller and a killed agent left in it. */
const healLeftovers = async (
  testbed: DockerTestbed,
  { kinds, onProgress }: DockerOptions,
): Promise<void> => {
  for (const found of await healLab(testbed, kinds)) onProgress(`healed ${found}`)
}

/** The topology that a running lab was made from, as the lab itself carries it. */
export const topologyOf = async (engine: Engine, lab: string): Promise<Topology> => {
  const { containers } = await inventory(engine, lab)
  const label = containers.find(({ name }) => name === agentName(lab))?.labels[LABEL.topology]
  if (!label) throw unknownLab(lab)
  return unpackTopology(label)
}
