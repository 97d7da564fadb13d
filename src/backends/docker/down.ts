import { mapLimit } from '../../lib/map-limit.ts'
import { remove } from './containers.ts'
import { call, type Engine } from './engine.ts'
import { type Inventory, inventory } from './inventory.ts'
import { labFilter } from './labels.ts'
import { removeNetwork } from './networks.ts'
import { PARALLEL } from './up.ts'

export interface Removed {
  readonly containers: number
  readonly networks: number
  readonly images: number
}

/** Removes everything that carries the lab's label; needs no file. Images are a cache and stay unless asked for. */
export const takeDown = async (
  engine: Engine,
  lab: string,
  options: { readonly images: boolean },
): Promise<Removed> => {
  const found = await inventory(engine, lab)
  await removeContainers(engine, found)
  await mapLimit(found.networks, PARALLEL, ({ id }) => removeNetwork(engine, id))
  const images = options.images ? await removeImages(engine, lab) : 0
  return { containers: found.containers.length, networks: found.networks.length, images }
}

// The agent goes first: whatever it holds then goes with the nodes' namespaces.
const removeContainers = async (engine: Engine, { containers }: Inventory): Promise<void> => {
  const isAgent = ({ role }: Inventory['containers'][number]) => role === 'agent'
  for (const { id } of containers.filter(isAgent)) await remove(engine, id)
  const nodes = containers.filter((container) => !isAgent(container))
  await mapLimit(nodes, PARALLEL, ({ id }) => remove(engine, id))
}

const removeImages = async (engine: Engine, lab: string): Promise<number> => {
  const filters = JSON.stringify(labFilter(lab))
  const images = await call(`list the images of ${lab}`, () => engine.listImages({ filters }))
  await mapLimit(images, PARALLEL, ({ Id }) =>
    call(`remove image ${Id}`, () => engine.getImage(Id).remove({ force: true })),
  )
  return images.length
}
