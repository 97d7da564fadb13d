/**
 * The state of a lab, seen without chaoslemur: engine, namespaces, processes, the routers' own
 * configuration. One flat record, so that two looks can be compared and the difference shown.
 */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { promisify } from 'node:util'
import Docker from 'dockerode'

/** `<node> <what>` to its value. */
export type Look = Readonly<Record<string, string>>

export const engine = new Docker()

const run = promisify(execFile)

export const sh = async (command: string): Promise<string> => {
  const { stdout } = await run('sh', ['-c', command], { maxBuffer: 1 << 26 })
  return stdout
}

/** Runs a command of the host in the network namespace of a node. */
export const inNetwork = async (lab: string, node: string, command: string): Promise<string> => {
  const { stdout } = await run('nsenter', [
    ...['-t', String((await stateOf(lab, node)).Pid), '-n'],
    ...['sh', '-c', command],
  ])
  return stdout
}

/** Asks FRR in a node, without the engine. */
export const vtysh = async (lab: string, node: string, question: string): Promise<string> => {
  const { Pid } = await stateOf(lab, node)
  const enter = ['-t', String(Pid), '-m', '-u', '-i', '-n', '-p', '--']
  const { stdout } = await run('nsenter', [...enter, 'vtysh', '-c', question], { timeout: 5000 })
  return stdout
}

/** Containers, interfaces, rules, queueing discipline and daemons of the nodes. */
export const lookAtKernel = async (lab: string, nodes: readonly string[]): Promise<Look> => {
  const host = hostLinks(await sh('ip -j link show; echo; tc qdisc show'))
  const parts = await Promise.all(nodes.map((node) => lookAtNode(lab, node, host)))
  return Object.assign({}, ...parts)
}

/** What the routers themselves say that they are configured to do. */
export const lookAtRouters = async (lab: string, nodes: readonly string[]): Promise<Look> => {
  const texts = await Promise.all(
    nodes.map((node) => vtysh(lab, node, 'show running-config').catch(() => 'no answer')),
  )
  return Object.fromEntries(nodes.map((node, index) => [`${node} config`, texts[index] as string]))
}

/** Keys in which two looks differ. */
export const difference = (before: Look, after: Look): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort()

/** The difference in words, for a message. */
export const describe = (before: Look, after: Look): string =>
  difference(before, after)
    .map((key) => `${key}:\n  before ${before[key] ?? '-'}\n  now    ${after[key] ?? '-'}`)
    .join('\n')

/** Sessions of a lab that are not Established, as the routers say. */
export const sessionsDown = async (
  lab: string,
  nodes: readonly string[],
): Promise<readonly string[]> => {
  const all = await Promise.all(
    nodes.map(async (node) => {
      const text = await vtysh(lab, node, 'show bgp summary json').catch(() => '')
      const peers = [...text.matchAll(/"state":"(\w+)"/g)]
      if (peers.length === 0) return [`${node}: no answer`]
      return peers.filter(([, state]) => state !== 'Established').map(([, s]) => `${node}: ${s}`)
    }),
  )
  return all.flat()
}

interface State {
  readonly Status: string
  readonly Pid: number
}

const stateOf = async (lab: string, node: string): Promise<State> =>
  (await engine.getContainer(`chaoslemur-${lab}-${node}`).inspect()).State

interface Address {
  readonly local: string
  readonly prefixlen: number
  readonly scope: string
}

interface Link {
  readonly ifindex: number
  readonly ifname: string
  readonly link_index?: number
  readonly flags: readonly string[]
  readonly addr_info?: readonly Address[]
}

interface HostLink {
  readonly up: boolean
  readonly qdisc: string
}

const hostLinks = (text: string): ReadonlyMap<number, HostLink> => {
  const [links = '[]', ...qdiscs] = text.trim().split('\n')
  return new Map(
    (JSON.parse(links) as readonly Link[]).map(({ ifindex, ifname, flags }) => {
      const own = qdiscs.filter((line) => line.includes(` dev ${ifname} `))
      const words = own.map((line) => line.replace(/^qdisc | dev \S+| refcnt \d+/g, '').trim())
      return [ifindex, { up: flags.includes('UP'), qdisc: words.join('; ') }]
    }),
  )
}

const lookAtNode = async (
  lab: string,
  node: string,
  host: ReadonlyMap<number, HostLink>,
): Promise<Look> => {
  const { Status, Pid } = await stateOf(lab, node)
  const container = { [`${node} container`]: Status }
  if (Pid === 0) return container
  // It may die while we look: then the next look sees it dead.
  const text = await sh(`nsenter -t ${Pid} -n sh -c 'ip -j addr; echo; ${TABLES}'`).catch(
    () => '[]\n',
  )
  const end = text.indexOf('\n')
  const rules = text.slice(end).split('\n').filter(isRule).map(withoutCounters).join('\n')
  return {
    ...container,
    ...interfaces(node, JSON.parse(text.slice(0, end)) as readonly Link[], host),
    [`${node} rules`]: rules,
    ...processes(node, Pid),
  }
}

// The engine's own rules for name resolution are in nat, with new ports after each start.
const TABLES = ['raw', 'mangle', 'filter']
  .map((table) => `iptables-save -t ${table}; ip6tables-save -t ${table}`)
  .join('; ')

/** Rules and chains that somebody made. Builtin chains come into being by looking at them. */
const isRule = (line: string): boolean => /^(-A|:\S+ - )/.test(line)

const withoutCounters = (line: string): string => line.replace(/ \[\d+:\d+\]$/, '')

/** By address, because names and indices are new after a restart. */
const interfaces = (
  node: string,
  links: readonly Link[],
  host: ReadonlyMap<number, HostLink>,
): Look =>
  Object.fromEntries(
    links.flatMap(({ flags, addr_info = [], link_index }) => {
      const other = host.get(link_index ?? -1)
      const outside = other ? ` host ${other.up ? 'up' : 'down'} ${other.qdisc}` : ''
      return addr_info
        .filter(({ scope }) => scope === 'global')
        .map(({ local, prefixlen }) => [`${node} ${local}/${prefixlen}`, flags.join(',') + outside])
    }),
  )

const DAEMONS = ['bgpd', 'zebra', 'ospfd', 'ospf6d']

const processes = (node: string, init: number): Look => {
  const space = attempt(() => readlinkSync(`/proc/${init}/ns/pid`))
  const found = readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => attempt(() => readlinkSync(`/proc/${pid}/ns/pid`)) === space)
    .map((pid) => attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8')))
    .map((stat) => /\((.*)\) (\w)/.exec(stat))
  return Object.fromEntries(
    found
      .filter((match) => match && DAEMONS.includes(match[1] as string) && match[2] !== 'Z')
      .map((match) => [`${node} process ${match?.[1]}`, match?.[2] === 'T' ? 'frozen' : 'alive']),
  )
}

const attempt = (read: () => string): string => {
  try {
    return read()
  } catch {
    // It ended between the listing and the look.
    return ''
  }
}
