import type { RunResult } from '../../agent/protocol.ts'
import { mapLimit } from '../../lib/map-limit.ts'
import type { Argv, Change } from '../../model/kind.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { FIRST_ASN, isGuest } from '../guest-address.ts'
import type { Kinds } from './compiled.ts'
import { healDaemons } from './heal-daemons.ts'
import type { DockerTestbed } from './testbed.ts'

/** Undoes all that is not in the topology, from what is seen alone. Gives what was found. */
export const healLab = async (testbed: DockerTestbed, kinds: Kinds): Promise<readonly string[]> => {
  const kernel = await testbed.sweep()
  const { nodes } = testbed.topology
  const routers = await mapLimit(nodes, 4, (node) => healRouter(node, testbed, kinds))
  return [...kernel, ...routers.flat()]
}

const healRouter = async (
  node: Node,
  testbed: DockerTestbed,
  kinds: Kinds,
): Promise<readonly string[]> => {
  const { topology, routes, run } = testbed
  const daemons = await healDaemons(node, kinds(node.kind), testbed)
  const own = new Set(node.networks.map(({ prefix }) => prefix))
  const held = await routes(node.name, AbortSignal.timeout(10_000))
  const foreign = held.filter(({ prefix, nextHop }) => ORIGINATED.has(nextHop) && !own.has(prefix))
  const changes = [
    ...(await guests(node, testbed, kinds)),
    ...configured(node, topology, kinds),
    ...foreign.map(({ prefix }) => announced(node, prefix, kinds)),
  ]
  const found = [...daemons]
  const ask = remembering((argv) => run(node.name, argv))
  for (const { what, change } of changes) {
    const { stdout } = await ask(change.check)
    if (!change.holds(stdout)) continue
    await run(node.name, change.revert)
    found.push(`${node.name}: ${what} undone`)
  }
  return found
}

/** Many suspects share one question. */
const remembering = (ask: (argv: Argv) => Promise<RunResult>): typeof ask => {
  const answers = new Map<string, Promise<RunResult>>()
  return (argv) => {
    const key = argv.join('\0')
    const answer = answers.get(key) ?? ask(argv)
    answers.set(key, answer)
    return answer
  }
}

/** The next hop that a router shows for what it originates. */
const ORIGINATED: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

interface Suspect {
  readonly what: string
  readonly change: Change
}

/** Everything that a fault could have configured, with the question whether it did. */
const configured = (node: Node, topology: Topology, kinds: Kinds): readonly Suspect[] => {
  const { act } = kinds(node.kind)
  const sessions = topology.sessions.flatMap(({ id, family, ends }) => {
    const peer = ends.some((end) => end.node === node.name)
      ? ends.find((end) => end.node !== node.name)
      : undefined
    return peer
      ? [{ what: `shutdown of ${id}`, change: act.shutdown(node, peer.address, family) }]
      : []
  })
  const networks = node.networks.map(({ prefix, family }) => ({
    what: `withdrawal of ${prefix}`,
    change: act.withdraw(node, prefix, family),
  }))
  return [...sessions, ...networks]
}

/** Neighbours that a load brought along. Their cables went with its container. */
const guests = async (
  node: Node,
  { topology, sessions }: DockerTestbed,
  kinds: Kinds,
): Promise<readonly Suspect[]> => {
  const reports = await sessions(node.name, AbortSignal.timeout(10_000))
  return reports.flatMap(({ peerAddress: address }) => {
    if (!isGuest(address, topology)) return []
    const family = address.includes(':') ? 'ipv6' : 'ipv4'
    const guest = { role: 'source', family, address, asn: FIRST_ASN } as const
    const change = kinds(node.kind).act.guest?.(node, topology, guest)
    return change ? [{ what: `neighbour ${address}`, change }] : []
  })
}

const announced = (node: Node, prefix: string, kinds: Kinds): Suspect => ({
  what: `announcement of ${prefix}`,
  change: kinds(node.kind).act.announce(node, prefix, prefix.includes(':') ? 'ipv6' : 'ipv4'),
})
