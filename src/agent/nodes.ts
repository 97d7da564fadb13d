/** The lab's nodes as the agent sees them: container, namespace, interfaces. */
import { existsSync } from 'node:fs'
import { dump } from './dump.ts'
import { inspect } from './engine.ts'
import type { AgentNode } from './protocol.ts'
import { Shell } from './shell.ts'
import { ShellPool } from './shell-pool.ts'

export interface Interface {
  /** Name inside the node's namespace. */
  readonly name: string
  /** Name of the other half of the veth pair, on the host. */
  readonly hostName: string
}

/** A node while it runs: gone and made anew with each restart. */
export interface Namespace {
  readonly pid: number
  readonly shell: Shell
  readonly interfaces: ReadonlyMap<string, Interface>
}

/** Commands on the host's side of the links. */
export const host = new ShellPool(['sh'], 4)

interface LinkInfo {
  readonly ifindex: number
  readonly ifname: string
  readonly link_index?: number
  readonly addr_info?: readonly { readonly local?: string; readonly prefixlen?: number }[]
}

export class Nodes {
  readonly #nodes = new Map<string, AgentNode>()
  readonly #open = new Map<string, Promise<Namespace>>()

  set(nodes: readonly AgentNode[]): void {
    for (const node of nodes) this.#nodes.set(node.name, node)
  }

  names(): readonly string[] {
    return [...this.#nodes.keys()]
  }

  get(name: string): AgentNode {
    const node = this.#nodes.get(name)
    if (!node) throw new Error(`the lab has no node ${name}`)
    return node
  }

  /** The node's namespace; found anew after a restart. Fails when the node does not run. */
  async namespace(name: string): Promise<Namespace> {
    const known = this.#open.get(name)
    if (known) {
      const namespace = await known.catch(() => undefined)
      if (namespace && existsSync(`/proc/${namespace.pid}/ns/net`)) return namespace
      await this.forget(name)
    }
    const opening = open(this.get(name))
    this.#open.set(name, opening)
    opening.catch(() => this.#open.delete(name))
    return opening
  }

  /** To be called when the node is stopped: nothing of ours may stay in its namespace. */
  async forget(name: string): Promise<void> {
    const namespace = await this.#open.get(name)?.catch(() => undefined)
    this.#open.delete(name)
    await namespace?.shell.close()
  }

  async interface(node: string, link: string): Promise<Interface> {
    const found = (await this.namespace(node)).interfaces.get(link)
    if (!found) throw new Error(`${node} has no interface on ${link}`)
    return found
  }
}

const open = async (node: AgentNode): Promise<Namespace> => {
  const { pid, running } = await inspect(node.container)
  if (!running || pid === 0) throw new Error(`${node.name} does not run`)
  const shell = new Shell(['nsenter', '-t', String(pid), '-n', 'sh'])
  const [inside, outside] = await Promise.all([
    dump(shell, 'ip -j addr show').catch((error) => {
      throw new Error(`cannot enter ${node.name}: ${(error as Error).message}`)
    }),
    dump(host, 'ip -j link show'),
  ])
  return { pid, shell, interfaces: match(node, parse(inside), parse(outside)) }
}

const parse = (json: string): readonly LinkInfo[] => JSON.parse(json) as readonly LinkInfo[]

const has = ({ addr_info = [] }: LinkInfo, addresses: readonly string[]): boolean =>
  addr_info.some(({ local, prefixlen }) => addresses.includes(`${local}/${prefixlen}`))

const match = (
  node: AgentNode,
  inside: readonly LinkInfo[],
  outside: readonly LinkInfo[],
): ReadonlyMap<string, Interface> => {
  const hostNames = new Map(outside.map((link) => [link.ifindex, link.ifname]))
  const found = new Map<string, Interface>()
  for (const [link, addresses] of Object.entries(node.ends)) {
    const own = inside.find((entry) => has(entry, addresses))
    const hostName = hostNames.get(own?.link_index ?? -1)
    if (own && hostName) found.set(link, { name: own.ifname, hostName })
  }
  return found
}
