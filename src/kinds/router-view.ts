/** What the template of bgpd.conf sees of one router: strings, ready to print. */
import { mraiMsOf } from '../model/mrai.ts'
import type { Family, Node, Session, SessionEnd, Timers, Topology } from '../model/topology.ts'
import type { Dialect } from './dialect.ts'
import {
  type ExportMap,
  exportMap,
  type ImportMap,
  importMap,
  tagsOf,
  usesTags,
} from './policy-view.ts'
import type { View } from './render.ts'

/** The view of `node` as a BGP speaker. */
export const routerView = (node: Node, topology: Topology, dialect: Dialect): View => {
  const tagged = usesTags(topology)
  const neighbours = topology.sessions.flatMap((session) =>
    neighboursOf(node, session, topology, tagged, dialect),
  )
  return Object.freeze({
    hostname: node.name,
    asn: String(node.asn),
    routerId: node.routerId,
    dialect: { ...dialect },
    policy: neighbours.some(({ imports, exports }) => imports || exports),
    tagged,
    tags: { ...tagsOf(node.asn) },
    neighbours: neighbours.map(({ view }) => view),
    families: topology.families.map((family) => ({
      ...familyView(family, node, neighbours),
      damping: dampingText(node, family, dialect),
    })),
    importMaps: distinct(neighbours.map(({ imports }) => imports)),
    exportMaps: distinct(neighbours.map(({ exports }) => exports)),
  })
}

interface Neighbour {
  readonly family: Family
  readonly view: View
  readonly imports: ImportMap | undefined
  readonly exports: ExportMap | undefined
}

const neighboursOf = (
  node: Node,
  session: Session,
  topology: Topology,
  tagged: boolean,
  dialect: Dialect,
): Neighbour[] => {
  const own = session.ends.find((end) => end.node === node.name)
  const other = session.ends.find((end) => end.node !== node.name)
  if (!own || !other) return []
  const peer = topology.nodes.find(({ name }) => name === other.node) as Node
  const external = session.type === 'ebgp'
  const imports = external
    ? importMap(own, session.family, tagsOf(node.asn), tagged, dialect)
    : undefined
  const exports = external ? exportMap(own, tagged) : undefined
  return [
    {
      family: session.family,
      view: {
        ...neighbourView(own, other, node.timers, session.type),
        remoteAs: String(peer.asn),
        internal: !external,
        importMap: imports?.name ?? '',
        exportMap: exports?.name ?? '',
      },
      imports,
      exports,
    },
  ]
}

const neighbourView = (
  own: SessionEnd,
  other: SessionEnd,
  timers: Timers,
  type: Session['type'],
): View => ({
  address: other.address,
  description: other.node,
  updateSource: own.address,
  client: own.reflectsTo === true,
  maxPrefixes: own.maxPrefixes === undefined ? '' : String(own.maxPrefixes),
  keepalive: seconds(timers.keepaliveMs, 1),
  hold: seconds(timers.holdMs, 0),
  connectRetry: seconds(timers.connectRetryMs, 1),
  mrai: seconds(mraiMsOf(timers, type), 0),
})

const familyView = (family: Family, node: Node, neighbours: readonly Neighbour[]): View => ({
  name: family,
  networks: node.networks.filter((network) => network.family === family).map((n) => n.prefix),
  neighbours: neighbours.filter((n) => n.family === family).map(({ view }) => view),
})

/** What follows `bgp dampening`: minutes, penalties, minutes. Empty without damping. */
const dampingText = ({ damping }: Node, family: Family, { dampsIpv6 }: Dialect): string => {
  if (!damping || (family === 'ipv6' && !dampsIpv6)) return ''
  const { halfLifeMs, reuse, suppress, maxSuppressMs } = damping
  return [halfLifeMs / 60_000, reuse, suppress, maxSuppressMs / 60_000].join(' ')
}

/** The daemons count in whole seconds. */
const seconds = (ms: number, least: number): string =>
  String(Math.max(least, Math.round(ms / 1000)))

const distinct = <Map extends { readonly name: string }>(maps: readonly (Map | undefined)[]) => [
  ...new Map(maps.flatMap((map) => (map ? [[map.name, map] as const] : []))).values(),
]
