/** From a topology to what must exist on an engine. Pure: the engine is asked nothing. */
import { addressAt, formatAddress, parsePrefix, size } from '../../bgp/prefix.ts'
import type { Kind, ReadTemplate } from '../../model/kind.ts'
import type { Link, Node, Topology } from '../../model/topology.ts'
import { hash } from './hash.ts'
import { type ImageWanted, imageTag } from './images.ts'
import { kindProgram } from './kind-program.ts'
import { containerName, networkName } from './labels.ts'

export interface DesiredLab {
  readonly name: string
  readonly platforms: readonly ImageWanted[]
  readonly networks: readonly DesiredNetwork[]
  readonly nodes: readonly DesiredNode[]
}

export interface DesiredNetwork {
  readonly name: string
  readonly link: string
  readonly ipv4: Subnet
  readonly ipv6?: Subnet
  readonly mtu: number
  readonly spec: string
}

export interface Subnet {
  readonly subnet: string
  /** The engine wants an address on each bridge: the highest one that no router has. */
  readonly gateway: string
}

export interface DesiredNode {
  readonly name: string
  readonly container: string
  readonly image: ImageWanted
  readonly imageTag: string
  readonly capabilities: readonly string[]
  readonly sysctls: Readonly<Record<string, string>>
  readonly attachments: readonly Attachment[]
  readonly spec: string
}

export interface Attachment {
  readonly network: string
  readonly link: string
  readonly ipv4: string
  readonly ipv6?: string
}

export interface Rendering {
  readonly kinds: (name: string) => Kind
  readonly read: ReadTemplate
}

export const desiredLab = (topology: Topology, rendering: Rendering): DesiredLab => {
  const networks = topology.links.map((link) => desiredNetwork(topology.name, link))
  const nodes = topology.nodes.map((node) => desiredNode(node, topology, networks, rendering))
  const used = new Set(topology.nodes.filter(({ image }) => !image).map(({ kind }) => kind))
  const platforms = [...used].map((kind) => platformImage(rendering.kinds(kind), rendering.read))
  return { name: topology.name, platforms, networks, nodes }
}

export const platformImage = (kind: Kind, read: ReadTemplate): ImageWanted => ({
  repository: `chaoslemur/${kind.name}`,
  files: [...kind.platform(read), ...(kind.program ? kindProgram(kind.program) : [])],
})

const desiredNetwork = (lab: string, link: Link): DesiredNetwork => {
  const name = networkName(lab, link.id)
  const ipv4 = subnetOf(
    link.subnet.ipv4,
    link.ends.map((end) => end.ipv4),
  )
  const ipv6 = link.subnet.ipv6
    ? {
        ipv6: subnetOf(
          link.subnet.ipv6,
          link.ends.flatMap((end) => end.ipv6 ?? []),
        ),
      }
    : {}
  const content = { name, link: link.id, ipv4, ...ipv6, mtu: link.mtu }
  return { ...content, spec: hash(content) }
}

const subnetOf = (text: string, taken: readonly string[]): Subnet => {
  const prefix = parsePrefix(text)
  if (!prefix) throw new Error(`${text} is not a prefix`)
  // Below the broadcast address in IPv4; IPv6 has none, and the same distance does no harm.
  for (let back = 2n; back < size(prefix); back++) {
    const gateway = formatAddress(addressAt(prefix, size(prefix) - back))
    if (!taken.includes(gateway)) return { subnet: text, gateway }
  }
  throw new Error(`${text} has no room for the engine's own address`)
}

const desiredNode = (
  node: Node,
  topology: Topology,
  networks: readonly DesiredNetwork[],
  { kinds, read }: Rendering,
): DesiredNode => {
  const kind = kinds(node.kind)
  const platform = node.image ?? imageTag(platformImage(kind, read))
  const files = kind.node(node, topology, platform, read)
  const image = {
    repository: `chaoslemur/${topology.name}-${node.name}`,
    files,
    lab: topology.name,
  }
  const content = {
    name: node.name,
    container: containerName(topology.name, node.name),
    imageTag: imageTag(image),
    capabilities: ['NET_ADMIN', ...kind.capabilities.filter((name) => name !== 'NET_ADMIN')],
    sysctls: sysctls(topology),
    attachments: attachmentsOf(node, topology, networks),
  }
  const specs = content.attachments.map(
    ({ network }) => networks.find(({ name }) => name === network)?.spec,
  )
  return { ...content, image, spec: hash([content, specs]) }
}

const attachmentsOf = (
  node: Node,
  topology: Topology,
  networks: readonly DesiredNetwork[],
): readonly Attachment[] =>
  topology.links.flatMap((link, index) =>
    link.ends
      .filter((end) => end.node === node.name)
      .map((end) => ({
        network: (networks[index] as DesiredNetwork).name,
        link: link.id,
        ipv4: end.ipv4,
        ...(end.ipv6 ? { ipv6: end.ipv6 } : {}),
      })),
  )

const sysctls = (topology: Topology): Readonly<Record<string, string>> => {
  const ipv6 = topology.families.includes('ipv6')
  return {
    'net.ipv4.ip_forward': '1',
    // Routes of a BGP network are asymmetric: strict source checks would drop good packets.
    'net.ipv4.conf.all.rp_filter': '0',
    'net.ipv4.conf.default.rp_filter': '0',
    // A route over an interface without carrier must not attract packets, as on real hardware.
    'net.ipv4.conf.all.ignore_routes_with_linkdown': '1',
    'net.ipv4.conf.default.ignore_routes_with_linkdown': '1',
    'net.ipv6.conf.all.disable_ipv6': ipv6 ? '0' : '1',
    ...(ipv6
      ? {
          'net.ipv6.conf.all.forwarding': '1',
          'net.ipv6.conf.default.accept_dad': '0',
          'net.ipv6.conf.all.ignore_routes_with_linkdown': '1',
          'net.ipv6.conf.all.keep_addr_on_down': '1',
        }
      : {}),
  }
}
