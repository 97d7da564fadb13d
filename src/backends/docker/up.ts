import { mapLimit } from '../../lib/map-limit.ts'
import type { ReadTemplate } from '../../model/kind.ts'
import type { Topology } from '../../model/topology.ts'
import { ensureAgent } from './agent-container.ts'
import { agentBase, agentImage } from './agent-image.ts'
import type { Kinds } from './compiled.ts'
import { createNode, remove, start } from './containers.ts'
import { type DesiredLab, desiredLab } from './desired.ts'
import { call, type Engine, requireEngine } from './engine.ts'
import { floodImage } from './flood-image.ts'
import { ensureImage, exists, imageTag } from './images.ts'
import { inventory } from './inventory.ts'
import { createNetwork, gatewayModeFor, removeNetwork } from './networks.ts'
import { type Changes, isEmpty, reconcile } from './reconcile.ts'

/** Calls to the engine under way at the same time: beyond it, the engine only queues them. */
export const PARALLEL = 8

export interface UpOptions {
  readonly kinds: Kinds
  readonly read: ReadTemplate
  /** Text of docker/agent.Dockerfile. */
  readonly agentDockerfile: string
  readonly onProgress: (line: string) => void
  /** All containers of the lab are started. */
  readonly onStarted?: () => void
}

/**
 * Makes the engine hold the topology: builds, removes, creates and starts only what differs.
 * Gives what it did; nothing, when all was there.
 */
export const bringUp = async (
  engine: Engine,
  topology: Topology,
  options: UpOptions,
): Promise<Changes> => {
  const version = await requireEngine(engine)
  const desired = desiredLab(topology, options)
  // The agent carries the lab's description, so it exists before anything that `down` may have to find.
  const agent = prepareAgent(engine, topology, options)
  const nodes = ensureNodeImages(engine, desired, options)
  await Promise.all([agent, nodes])
  const changes = reconcile(desired, await inventory(engine, topology.name))
  await carryOut(engine, desired, changes, { ...options, gatewayMode: gatewayModeFor(version) })
  options.onStarted?.()
  return changes
}

/** The agent's image and container, of this very version of the program. */
export const prepareAgent = async (
  engine: Engine,
  topology: Topology,
  { agentDockerfile, onProgress }: Pick<UpOptions, 'agentDockerfile' | 'onProgress'>,
): Promise<void> => {
  const announce = (tag: string) => onProgress(`building image ${tag}`)
  const base = agentBase(agentDockerfile)
  const image = agentImage(base)
  if (!(await exists(engine, imageTag(image)))) await ensureImage(engine, base, announce)
  await ensureAgent(engine, topology, await ensureImage(engine, image, announce))
}

/** The image of the flood engine, of this very version of the program. */
export const prepareFloodImage = async (
  engine: Engine,
  { agentDockerfile, onProgress }: Pick<UpOptions, 'agentDockerfile' | 'onProgress'>,
): Promise<string> => {
  const announce = (tag: string) => onProgress(`building image ${tag}`)
  const base = agentBase(agentDockerfile)
  const image = floodImage(base)
  if (!(await exists(engine, imageTag(image)))) await ensureImage(engine, base, announce)
  return ensureImage(engine, image, announce)
}

/** Platform images come before the images of nodes that begin with them. */
const ensureNodeImages = async (
  engine: Engine,
  desired: DesiredLab,
  { onProgress }: UpOptions,
): Promise<void> => {
  const announce = (tag: string) => onProgress(`building image ${tag}`)
  await mapLimit(desired.platforms, PARALLEL, (image) => ensureImage(engine, image, announce))
  await mapLimit(desired.nodes, PARALLEL, ({ image }) => ensureImage(engine, image))
}

const carryOut = async (
  engine: Engine,
  { name }: DesiredLab,
  changes: Changes,
  { onProgress, gatewayMode }: UpOptions & { readonly gatewayMode: string | undefined },
): Promise<void> => {
  if (isEmpty(changes)) return onProgress('nothing to do: the lab is as the topology says')
  for (const { container, reason } of changes.removeContainers) {
    onProgress(`removing ${container.node}: ${reason}`)
  }
  await mapLimit(changes.removeContainers, PARALLEL, ({ container }) =>
    remove(engine, container.id),
  )
  await mapLimit(changes.removeNetworks, PARALLEL, (network) => removeNetwork(engine, network))
  if (changes.createNetworks.length > 0)
    onProgress(`creating ${changes.createNetworks.length} networks`)
  await mapLimit(changes.createNetworks, PARALLEL, (network) =>
    createNetwork(engine, name, network, gatewayMode),
  )
  if (changes.createNodes.length > 0)
    onProgress(`creating ${changes.createNodes.length} containers`)
  await mapLimit(changes.createNodes, PARALLEL, (node) => createNode(engine, name, node))
  await mapLimit(changes.unpause, PARALLEL, (container) =>
    call(`unpause ${container}`, () => engine.getContainer(container).unpause()),
  )
  if (changes.startNodes.length > 0) onProgress(`starting ${changes.startNodes.length} containers`)
  await mapLimit(changes.startNodes, PARALLEL, (container) => start(engine, container))
}
