/**
 * How long `up` takes against the bare engine calls that it cannot do without: the same networks,
 * containers, connects and starts, with the same parallelism, of the same images. Both in one run.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { attach } from '../src/backends/docker/containers.ts'
import { type DesiredLab, desiredLab } from '../src/backends/docker/desired.ts'
import { takeDown } from '../src/backends/docker/down.ts'
import { connect, type Engine } from '../src/backends/docker/engine.ts'
import { PARALLEL } from '../src/backends/docker/up.ts'
import { backendFor, kindOf, readTemplate } from '../src/cli/context.ts'
import { InputError } from '../src/lib/errors.ts'
import { mapLimit } from '../src/lib/map-limit.ts'
import type { Topology } from '../src/model/topology.ts'
import { ringOf } from './ring.ts'
import { benchTable } from './table.ts'

export const main = async (args: readonly string[]): Promise<void> => {
  const sizes = args.length > 0 ? args.map(sizeOf) : [10, 20, 40]
  const rows: Row[] = []
  for (const size of sizes) rows.push(await measure(size))
  process.stdout.write(`${benchTable(TITLES, rows)}\n`)
}

type Row = readonly [string, ...number[]]

const TITLES = [
  'routers',
  'bare calls s',
  'up: calls s',
  'ratio',
  'up: sessions s',
  'up: all s',
  'memory MiB',
  'per router MiB',
]

const sizeOf = (text: string): number => {
  if (!/^\d+$/.test(text) || Number(text) < 3)
    throw new InputError(`${text}: not a ring size (3 or more)`)
  return Number(text)
}

const measure = async (size: number): Promise<Row> => {
  const topology = ringOf('bench-up', size)
  const engine = connect()
  await clean(engine, topology)
  await warm(topology)
  await clean(engine, topology)
  const bare = await bareCalls(engine, topology)
  await clean(engine, topology)
  const full = await fullUp(engine, topology)
  await clean(engine, topology)
  return [
    String(size),
    bare / 1000,
    full.calls / 1000,
    full.calls / bare,
    (full.all - full.calls) / 1000,
    full.all / 1000,
    full.memoryMiB,
    full.memoryMiB / size,
  ]
}

const clean = async (engine: Engine, topology: Topology): Promise<void> => {
  await takeDown(engine, topology.name, { images: false })
  // What the engine still does after it answered must not count against the next measurement.
  await sleep(2000)
}

/** Builds the images. */
const warm = async (topology: Topology): Promise<void> => {
  await using _testbed = await backendFor({ note: () => undefined }).up(
    topology,
    new AbortController().signal,
  )
}

const bareCalls = async (engine: Engine, topology: Topology): Promise<number> => {
  const lab = desiredLab(topology, { kinds: kindOf, read: readTemplate })
  const before = performance.now()
  await mapLimit(lab.networks, PARALLEL, (network) =>
    engine.createNetwork(bareNetwork(lab, network)),
  )
  await mapLimit(lab.nodes, PARALLEL, async (node) => {
    const container = await engine.createContainer(bareContainer(lab, node))
    for (const link of node.attachments.slice(1)) await attach(engine, container.id, link)
  })
  await mapLimit(lab.nodes, PARALLEL, ({ container }) => engine.getContainer(container).start())
  return performance.now() - before
}

const bareNetwork = (lab: DesiredLab, { name, ipv4 }: DesiredLab['networks'][number]) => ({
  Name: name,
  Labels: { 'chaoslemur.lab': lab.name },
  IPAM: { Driver: 'default', Config: [{ Subnet: ipv4.subnet, Gateway: ipv4.gateway }] },
  Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
})

const bareContainer = (lab: DesiredLab, node: DesiredLab['nodes'][number]) => {
  const first = node.attachments[0]
  const network = first?.network ?? 'none'
  return {
    name: node.container,
    Image: node.imageTag,
    Labels: { 'chaoslemur.lab': lab.name },
    HostConfig: {
      CapAdd: [...node.capabilities],
      Sysctls: { ...node.sysctls },
      NetworkMode: network,
    },
    NetworkingConfig: {
      EndpointsConfig: first ? { [network]: { IPAMConfig: { IPv4Address: first.ipv4 } } } : {},
    },
  }
}

interface Full {
  /** From the start to the last container started, milliseconds. */
  readonly calls: number
  readonly all: number
  readonly memoryMiB: number
}

const fullUp = async (engine: Engine, topology: Topology): Promise<Full> => {
  const before = performance.now()
  let calls = 0
  const backend = backendFor({
    note: () => undefined,
    onStarted: () => {
      calls = performance.now() - before
    },
  })
  await using _testbed = await backend.up(topology, new AbortController().signal)
  const all = performance.now() - before
  return { calls, all, memoryMiB: await memoryOf(engine, topology.name) }
}

/** Memory of all containers of the lab as their cgroups account it, without file cache. */
const memoryOf = async (engine: Engine, lab: string): Promise<number> => {
  const filters = JSON.stringify({ label: [`chaoslemur.lab=${lab}`] })
  const containers = await engine.listContainers({ filters })
  const stats = await mapLimit(containers, PARALLEL, ({ Id }) =>
    engine.getContainer(Id).stats({ stream: false, 'one-shot': true }),
  )
  const octets = stats.map(({ memory_stats: { usage = 0, stats: details } }) => {
    const cache = (details as { inactive_file?: number } | undefined)?.inactive_file ?? 0
    return usage - cache
  })
  return octets.reduce((sum, value) => sum + value, 0) / 2 ** 20
}
