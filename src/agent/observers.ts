import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { now } from './clock.ts'
import { dump } from './dump.ts'
import { sampleHost } from './host-sampler.ts'
import { onLines } from './lines.ts'
import { sampleNodes } from './node-use.ts'
import type { Namespace, Nodes } from './nodes.ts'
import { startProbes } from './probes.ts'
import type { AgentMessage, AgentRequest, ProbeStream } from './protocol.ts'
import { GIVE_WAY, realTimePrefix } from './real-time.ts'
import { routesInside } from './routes-inside.ts'

type Watching = Pick<
  Extract<AgentRequest, { do: 'observe' }>,
  'probes' | 'probeIntervalMs' | 'unseen' | 'unheard' | 'follow' | 'host'
>

/**
 * Watches every node from inside its network namespace, without touching its software: arriving BGP
 * packets, the kernel's routes and interfaces, probes. A node that restarts is watched anew.
 */
export class Observers {
  readonly #nodes: Nodes
  readonly #send: (message: AgentMessage) => void
  readonly #running = new Map<string, ChildProcess[]>()
  #probes: readonly ProbeStream[] = []
  #probeIntervalMs = 0
  #isUnseen = routesInside([])
  #unheard: readonly string[] = []
  #follow: readonly string[] = []
  #active = false
  /** A process of each node that is watched. */
  readonly #pids = new Map<string, number>()
  #leaveUse: (() => void) | undefined
  #leaveHost: (() => void) | undefined
  /** Before the command of a monitor. */
  #realTime: readonly string[] = []

  constructor(nodes: Nodes, send: (message: AgentMessage) => void) {
    this.#nodes = nodes
    this.#send = send
  }

  async start(watching: Watching): Promise<void> {
    const { probes, probeIntervalMs, unseen, unheard, follow, host } = watching
    this.#probes = probes
    this.#probeIntervalMs = probeIntervalMs
    this.#isUnseen = routesInside(unseen)
    this.#unheard = unheard
    this.#follow = follow
    this.#active = true
    this.#leaveHost?.()
    this.#leaveHost = host && sampleHost(host, this.#send)
    this.#realTime = await realTimePrefix()
    await Promise.all(this.#nodes.names().map((node) => this.watch(node)))
    this.#leaveUse?.()
    this.#leaveUse = sampleNodes(this.#pids, this.#send)
  }

  /** Watches one node, if watching was asked for and it runs. Ready when the observers listen. */
  async watch(node: string): Promise<void> {
    if (!this.#active) return
    await this.unwatch(node)
    const namespace = await this.#nodes.namespace(node).catch(() => undefined)
    if (!namespace) return
    this.#pids.set(node, namespace.pid)
    const links = [...namespace.interfaces].map(([link, { name }]) => [name, link] as const)
    this.#send({ event: 'interfaces', node, links: Object.fromEntries(links) })
    const capture = this.#capture(node, namespace.pid)
    const monitor = this.#monitor(node, namespace.pid)
    const probes = this.#probes
      .filter(({ from }) => from === node && this.#probeIntervalMs > 0)
      .map((stream) => startProbes(namespace.pid, stream, this.#probeIntervalMs, this.#send))
    this.#running.set(node, [capture, monitor, ...probes])
    for (const child of [capture, monitor, ...probes]) this.#report(node, child)
    await Promise.race([
      once(capture.stderr as NonNullable<typeof capture.stderr>, 'data'),
      once(capture, 'close'),
    ])
    await this.#read(node, namespace)
  }

  /** What was there before the monitor, so that packets can be followed. A node that is gone has none. */
  async #read(node: string, { shell }: Namespace): Promise<void> {
    if (this.#follow.length === 0) return
    const wanted = this.#follow.map((prefix) => `-e ${prefix}`).join(' ')
    const command = `{ ip -4 -o route show table main; } | { grep -wF ${wanted} || true; }`
    const text = await dump(shell, command).catch(() => undefined)
    if (text !== undefined) this.#send({ event: 'routes', at: now(), node, text })
  }

  /** Ends everything in the node's namespace; it is about to go. */
  async unwatch(node: string): Promise<void> {
    const children = this.#running.get(node) ?? []
    this.#running.delete(node)
    this.#pids.delete(node)
    await Promise.all(children.filter(alive).map(end))
  }

  async stop(): Promise<void> {
    this.#active = false
    this.#leaveUse?.()
    this.#leaveHost?.()
    await Promise.all([...this.#running.keys()].map((node) => this.unwatch(node)))
  }

  // Both ways: what a router sends acknowledges what it received, which a packet filter may have
  // dropped behind the capture. -Z root: no change of user, for which the agent has no right. The
  // kernel's ring has a slot of the snapshot length for each packet: with tcpdump's own sizes it holds 8
  // of them, and a burst of UPDATEs overflows it.
  #capture(node: string, pid: number): ChildProcess {
    const options = '-i any -n -U -s 70000 -B 16384 -Z root --immediate-mode -w - tcp port 179'
    const others = this.#unheard.map((prefix) => ` and not net ${prefix}`).join('')
    const child = enter(pid, [...GIVE_WAY, 'tcpdump', ...`${options}${others}`.split(' ')])
    child.stdout?.on('data', (bytes: Buffer) => {
      this.#send({ event: 'capture', node, data: bytes.toString('base64') })
    })
    if (child.stderr) onLines(child.stderr, (line) => this.#reportDrops(node, line))
    return child
  }

  /** tcpdump says so when it ends. */
  #reportDrops(node: string, line: string): void {
    const dropped = Number(/^(\d+) packets? dropped by/.exec(line)?.[1] ?? 0)
    const what = `the capture lost ${dropped} packets`
    if (dropped > 0) this.#send({ event: 'observer-failed', at: now(), node, what })
  }

  #monitor(node: string, pid: number): ChildProcess {
    const child = enter(pid, [...this.#realTime, 'ip', '-ts', '-o', 'monitor', 'link', 'route'])
    const onLine = (line: string) => {
      if (!this.#isUnseen(line)) this.#send({ event: 'monitor', node, line })
    }
    if (child.stdout) onLines(child.stdout, onLine)
    return child
  }

  #report(node: string, child: ChildProcess): void {
    child.on('close', (status) => {
      const expected = !this.#running.get(node)?.includes(child)
      const what = `${child.spawnargs.slice(4).join(' ')} ended with status ${status}`
      if (!expected) this.#send({ event: 'observer-failed', at: now(), node, what })
    })
  }
}

const alive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** SIGINT lets tcpdump tell what it lost; SIGKILL is for a process that a dying namespace holds. */
const end = async (child: ChildProcess): Promise<void> => {
  const closed = once(child, 'close')
  child.kill('SIGINT')
  const late = setTimeout(() => child.kill('SIGKILL'), 300)
  await closed
  clearTimeout(late)
}

const enter = (pid: number, argv: readonly string[]): ChildProcess =>
  spawn('nsenter', ['-t', String(pid), '-n', ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TZ: 'UTC' },
  })
