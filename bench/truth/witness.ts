/**
 * A second observer beside a running lab, which knows nothing of chaoslemur but the labels of its
 * containers: tcpdump in each node and on each link, `ip monitor` in each node, the routers' logs.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'

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
  const captures = await startCaptures({ image, folder, nodes, links })
  const monitors = new Map([...nodes].map(([node, pid]) => [node, startMonitor(pid)]))
  return {
    stop: async () => {
      // What was sent last is still on its way to the files.
      await sleep(300)
      await stopCaptures(captures)
      const texts = [...monitors].map(
        async ([node, monitor]) => [node, await monitor.stop()] as const,
      )
      const read = (names: Iterable<string>, kind: string) =>
        new Map([...names].map((name) => [name, readFileSync(fileOf(folder, kind, name))]))
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

const fileOf = (folder: string, kind: string, name: string): string =>
  join(folder, `${kind}-${name}.pcap`)

const TCPDUMP =
  'tcpdump -n -s 0 -B 8192 -U --immediate-mode --time-stamp-precision=nano -Z root tcp port 179'

/** One container for all of them: the host has no tcpdump, and packets are stamped by the kernel. */
const startCaptures = async ({
  image,
  folder,
  nodes,
  links,
}: Places & { readonly folder: string }): Promise<Docker.Container> => {
  const inside = [...nodes].map(
    ([node, pid]) => `nsenter -t ${pid} -n ${TCPDUMP} -i any -w ${fileOf('/out', 'node', node)} &`,
  )
  const between = [...links].map(
    ([link, bridge]) => `${TCPDUMP} -i ${bridge} -w ${fileOf('/out', 'link', link)} &`,
  )
  const script = ["trap 'kill $(jobs -p)' TERM", ...inside, ...between, 'until wait; do :; done']
  const container = await engine.createContainer({
    Image: image,
    Entrypoint: ['bash', '-c'],
    Cmd: [script.join('\n')],
    HostConfig: {
      NetworkMode: 'host',
      PidMode: 'host',
      CapAdd: ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_PTRACE'],
      SecurityOpt: ['apparmor=unconfined'],
      Binds: [`${folder}:/out`],
    },
  })
  await container.start()
  const wanted = nodes.size + links.size
  const deadline = Date.now() + 60_000
  while ((await listening(container)) < wanted) {
    if (Date.now() > deadline) throw new Error('tcpdump does not listen')
    await sleep(100)
  }
  return container
}

const textOf = async (container: Docker.Container, since = 0): Promise<string> => {
  const raw = await container.logs({ stdout: true, stderr: true, since })
  return unframed(raw as unknown as Buffer)
}

/** The engine puts 8 octets before each piece of output: which stream, and how long. */
const unframed = (raw: Buffer): string => {
  const pieces: Buffer[] = []
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4)
    pieces.push(raw.subarray(at + 8, at + 8 + length))
    at += 8 + length
  }
  return Buffer.concat(pieces).toString('utf8')
}

const listening = async (container: Docker.Container): Promise<number> =>
  (await textOf(container)).split('listening on').length - 1

/** Packets that a capture lost would be missing on one side only: that must not pass for a difference. */
const stopCaptures = async (container: Docker.Container): Promise<void> => {
  try {
    await container.kill({ signal: 'SIGTERM' })
    await container.wait()
    const lost = /([1-9]\d*) packets? dropped by/.exec(await textOf(container))
    if (lost) throw new Error(`the witness itself lost ${lost[1]} packets`)
  } finally {
    await container.remove({ force: true })
  }
}

/** Real time: iproute2 stamps a line when it reads it, so it must not wait for a processor. */
const startMonitor = (pid: number): { stop(): Promise<string> } => {
  const enter = ['nsenter', '-t', String(pid), '-n', 'ip', '-ts', 'monitor', 'link', 'route']
  const [program, ...args] = [...realTime, ...enter] as [string, ...string[]]
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TZ: 'UTC' },
  })
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  return {
    stop: async () => {
      const closed = once(child, 'close')
      child.kill('SIGINT')
      await closed
      return text
    },
  }
}

const realTime: readonly string[] =
  spawnSync('chrt', ['-f', '1', 'true']).status === 0 ? ['chrt', '-f', '1'] : []

const readLogs = async (
  lab: string,
  nodes: readonly string[],
  since: number,
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      nodes.map(async (node) => {
        const container = engine.getContainer(`chaoslemur-${lab}-${node}`)
        return [node, await textOf(container, since)] as const
      }),
    ),
  )
