import type Docker from 'dockerode'
import { call, type Engine } from './engine.ts'
import { LABEL, labFilter } from './labels.ts'

/** What exists of a lab, found by label alone. */
export interface Inventory {
  readonly containers: readonly FoundContainer[]
  readonly networks: readonly FoundNetwork[]
}

export interface FoundContainer {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly node: string
  readonly spec: string
  /** created, running, paused, exited ... */
  readonly state: string
  readonly networks: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

export interface FoundNetwork {
  readonly id: string
  readonly name: string
  readonly spec: string
}

export const inventory = async (engine: Engine, lab: string): Promise<Inventory> => {
  const filters = JSON.stringify(labFilter(lab))
  const [containers, networks] = await Promise.all([
    call(`list the containers of ${lab}`, () => engine.listContainers({ all: true, filters })),
    call(`list the networks of ${lab}`, () => engine.listNetworks({ filters })),
  ])
  return { containers: containers.map(foundContainer), networks: networks.map(foundNetwork) }
}

/** Names of all labs on the engine. */
export const labNames = async (engine: Engine): Promise<readonly string[]> => {
  const filters = JSON.stringify({ label: [LABEL.lab] })
  const [containers, networks] = await Promise.all([
    call('list containers', () => engine.listContainers({ all: true, filters })),
    call('list networks', () => engine.listNetworks({ filters })),
  ])
  const labels = [...containers, ...networks].map(({ Labels }) => Labels?.[LABEL.lab] ?? '')
  return [...new Set(labels)].filter((name) => name !== '').sort()
}

const foundContainer = (info: Docker.ContainerInfo): FoundContainer => ({
  id: info.Id,
  name: (info.Names[0] ?? '').replace(/^\//, ''),
  role: info.Labels[LABEL.role] ?? '',
  node: info.Labels[LABEL.node] ?? '',
  spec: info.Labels[LABEL.spec] ?? '',
  state: info.State,
  networks: Object.keys(info.NetworkSettings?.Networks ?? {}),
  labels: info.Labels,
})

const foundNetwork = (info: Docker.NetworkInspectInfo): FoundNetwork => ({
  id: info.Id,
  name: info.Name,
  spec: info.Labels?.[LABEL.spec] ?? '',
})
