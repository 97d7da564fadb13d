/**
 * A second observer beside a running lab, which knows nothing of chaoslemur but the labels of its
 * containers: tcpdump in each node and on each link, `ip monitor` in each node, the routers' logs.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { outputOf, startCaptures } from './captures.ts'
import { startMonitor } from './monitor.ts'

export interface Evidence {
  /** pcap files by node and by link. */
  readonly nodes: ReadonlyMap<string, Buffer>
  readonly links: ReadonlyMap<string, Buffer>
  /** Text of `ip -ts monitor link route`, by node. */
  readonly monitors: ReadonlyMap<string, string>
  /** What the router logged since the witness began, by node. */
  readonly logs: ReadonlyMap<string, string>
}

export interface Witness {
  /** Ends it, and gives what it has. */
  stop(): Promise<Evidence>
}

const engine = new Docker()

/** Resolves when everything listens. `folder`: for its files, a path on the engine's host. */
export const startWitness = async (lab: string, folder: string): Promise<Witness> => {
  const since = Math.floor(Date.now() / 1000)
  const { nodes, links, image } = await lookUp(lab)
  mkdirSync(folder, { recursive: true })
  const captures = await startCaptures(image, folder, [
    ...[...nodes].map(([node, pid]) => ({ file: `node-${node}.pcap`, pid, device: 'any' })),
    ...[...links].map(([link, device]) => ({ file: `link-${link}.pcap`, device })),
  ])
  const monitors = new Map([...nodes].map(([node, pid]) => [node, startMonitor(pid)]))
  return {
    stop: async () => {
      await captures.stop()
      const texts = [...monitors].map(
        async ([node, monitor]) => [node, await monitor.stop()] as const,
      )
      const read = (names: Iterable<string>, kind: string) =>
        new Map(
          [...names].map((name) => [name, readFileSync(join(folder, `${kind}-${name}.pcap`))]),
        )
      return {
        nodes: read(nodes.keys(), 'node'),
        links: read(links.keys(), 'link'),
        monitors: new Map(await Promise.all(texts)),
        logs: await readLogs(lab, [...nodes.keys()], since),
      }
    },
  }
}

interface Places {
  /** Process id of each node's first process. */
  readonly nodes: ReadonlyMap<string, number>
  /** Bridge of each link. */
  readonly links: ReadonlyMap<string, string>
  /** One that has tcpdump. */
  readonly image: string
}

const lookUp = async (lab: string): Promise<Places> => {
  const filters = { label: [`chaoslemur.lab=${lab}`] }
  const containers = await engine.listContainers({ all: true, filters })
  const networks = await engine.listNetworks({ filters })
  const nodes = containers.filter(({ Labels }) => Labels['chaoslemur.node'] !== undefined)
  const pids = nodes.map(async ({ Id, Labels }) => {
    const { State } = await engine.getContainer(Id).inspect()
    return [Labels['chaoslemur.node'] as string, State.Pid] as const
  })
  const agent = containers.find(({ Labels }) => Labels['chaoslemur.role'] === 'agent')
  if (!agent) throw new Error(`the lab ${lab} has no agent`)
  return {
    nodes: new Map(await Promise.all(pids)),
    links: new Map(
      networks.map(({ Id, Labels }) => [
        Labels?.['chaoslemur.link'] as string,
        `br-${Id.slice(0, 12)}`,
      ]),
    ),
    image: agent.ImageID,
  }
}

const readLogs = async (
  lab: string,
  nodes: readonly string[],
  since: number,
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      nodes.map(async (node) => {
        const container = engine.getContainer(`chaoslemur-${lab}-${node}`)
        return [node, await outputOf(container, since)] as const
      }),
    ),
  )
