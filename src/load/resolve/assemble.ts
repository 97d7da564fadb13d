/** Last step: everything that was filled in becomes the topology. */
import { formatPrefix, type Prefix, parseAddress, WIDTH } from '../../bgp/prefix.ts'
import { dampingOf } from '../../model/damping-spec.ts'
import type { Link, LinkEnd, Node, Shape, Topology } from '../../model/topology.ts'
import type { TopologyFile } from '../topology-schema.ts'
import { type Addresses, assignAddresses } from './addresses.ts'
import { collectClaims, writtenLinks } from './claims.ts'
import type { LinkDraft } from './drafts.ts'
import { familiesOf } from './families.ts'
import type { FullNode } from './inherit.ts'
import { assignNetworks } from './networks.ts'
import type { Report } from './report.ts'
import { sessionsOf } from './sessions.ts'

interface Parts {
  readonly file: TopologyFile
  readonly nodes: readonly FullNode[]
  readonly links: readonly LinkDraft[]
  readonly asns: ReadonlyMap<string, number>
  readonly seed: number | undefined
}

export const assemble = ({ file, nodes, links, asns, seed }: Parts, report: Report): Topology => {
  const families = familiesOf(file, nodes, links)
  const written = writtenLinks(links, report)
  const claims = collectClaims(nodes, links, written, report)
  const wanted = { file, nodes, links, written, claims }
  const ipv4 = assignAddresses(wanted, 'ipv4', report)
  const ipv6 = families.includes('ipv6') ? assignAddresses(wanted, 'ipv6', report) : undefined
  const reserved = [...claims.map(({ prefix }) => prefix), ...used(ipv4), ...used(ipv6)]
  const networks = assignNetworks(file, nodes, { families, reserved, seed }, report)
  const fullNodes = nodes.map((node, i) => ({
    ...nodeOf(node, asns),
    ...loopbackOf(i, ipv4, ipv6),
    networks: networks[i] ?? [],
  }))
  const fullLinks = links.map((link, i) => linkOf(link, i, ipv4, ipv6))
  const sessions = sessionsOf(fullNodes, fullLinks, families)
  return { name: file.name, families, nodes: fullNodes, links: fullLinks, sessions }
}

const used = (addresses: Addresses | undefined): Prefix[] => [
  ...(addresses?.links ?? []).map(({ subnet }) => subnet),
  ...(addresses?.loopbacks ?? []).flatMap((text) => {
    const address = parseAddress(text)
    return address ? [{ ...address, length: WIDTH[address.family] }] : []
  }),
]

const nodeOf = ({ name, kind, spec, timers, groups }: FullNode, asns: Parts['asns']) => ({
  name,
  kind,
  ...(spec.image !== undefined && { image: spec.image }),
  asn: asns.get(name) as number,
  timers,
  groups,
  routeReflector: spec['route-reflector'] ?? false,
  ...dampingPart(spec.damping),
  ...(spec.position && { position: spec.position }),
})

const dampingPart = (spec: FullNode['spec']['damping']): Pick<Node, 'damping'> => {
  const damping = spec === undefined ? undefined : dampingOf(spec)
  return damping ? { damping } : {}
}

const loopbackOf = (
  index: number,
  ipv4: Addresses,
  ipv6: Addresses | undefined,
): Pick<Node, 'routerId' | 'loopback'> => {
  const id = ipv4.loopbacks[index] as string
  return {
    routerId: id,
    loopback: { ipv4: id, ...(ipv6 && { ipv6: ipv6.loopbacks[index] as string }) },
  }
}

const linkOf = (
  { id, ends, spec }: LinkDraft,
  index: number,
  ipv4: Addresses,
  ipv6: Addresses | undefined,
): Link => {
  const four = ipv4.links[index] as Addresses['links'][number]
  const six = ipv6?.links[index]
  const endOf = (end: 0 | 1): Pick<LinkEnd, 'node' | 'maxPrefixes' | 'localPref'> => {
    const maxPrefixes = spec['max-prefixes']?.[ends[end]]
    const localPref = spec.preference?.[ends[end]]
    return {
      node: ends[end],
      ...(maxPrefixes !== undefined && { maxPrefixes }),
      ...(localPref !== undefined && { localPref }),
    }
  }
  return {
    id,
    ends: [
      { ...endOf(0), ipv4: four.ends[0], ...(six && { ipv6: six.ends[0] }) },
      { ...endOf(1), ipv4: four.ends[1], ...(six && { ipv6: six.ends[1] }) },
    ],
    subnet: { ipv4: formatPrefix(four.subnet), ...(six && { ipv6: formatPrefix(six.subnet) }) },
    mtu: spec.mtu ?? 1500,
    shape: shapeOf(spec),
    ...(spec.relationship && { relationship: spec.relationship }),
  }
}

const shapeOf = ({ delay, jitter, loss, rate }: LinkDraft['spec']): Shape => ({
  ...(delay !== undefined && { delayMs: delay }),
  ...(jitter !== undefined && { jitterMs: jitter }),
  ...(loss !== undefined && { loss }),
  ...(rate !== undefined && { rateBps: rate }),
})
