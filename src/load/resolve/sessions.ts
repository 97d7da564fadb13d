/** BGP sessions: over each link between two ASes, and over loopbacks inside an AS. */
import type {
  Family,
  Link,
  LinkEnd,
  Node,
  Relation,
  Relationship,
  Session,
} from '../../model/topology.ts'

export const sessionsOf = (
  nodes: readonly Node[],
  links: readonly Link[],
  families: readonly Family[],
): readonly Session[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const isExternal = ({ ends: [a, b] }: Link) => byName.get(a.node)?.asn !== byName.get(b.node)?.asn
  const external = links.filter(isExternal)
  // A router without any link is not wired up yet: nothing can reach its loopback.
  const linked = new Set(links.flatMap(({ ends }) => ends.map(({ node }) => node)))
  const isLinked = ({ name }: Node) => linked.has(name)
  return families.flatMap((family) => [
    ...external.map((link) => externalSession(link, family)),
    ...internalSessions(nodes.filter(isLinked), family),
  ])
}

const suffix = (family: Family): string => (family === 'ipv4' ? '' : '/ipv6')

const externalSession = (link: Link, family: Family): Session => {
  const [first, second] = relations(link.relationship)
  const [a, b] = link.ends
  return {
    id: `${link.id}${suffix(family)}`,
    type: 'ebgp',
    family,
    link: link.id,
    ends: [
      { ...endOf(a, family), ...(first && { relation: first }) },
      { ...endOf(b, family), ...(second && { relation: second }) },
    ],
  }
}

const endOf = ({ node, maxPrefixes, localPref, ...addresses }: LinkEnd, family: Family) => ({
  node,
  address: addresses[family] as string,
  ...(maxPrefixes !== undefined && { maxPrefixes }),
  ...(localPref !== undefined && { localPref }),
})

/** What the second end is to the first, and the first to the second. */
const relations = (relationship: Relationship | undefined): readonly (Relation | undefined)[] => {
  switch (relationship) {
    case 'peer':
      return ['peer', 'peer']
    case 'customer-provider':
      return ['provider', 'customer']
    case 'provider-customer':
      return ['customer', 'provider']
    default:
      return []
  }
}

const internalSessions = (nodes: readonly Node[], family: Family): Session[] => {
  const ases = new Map<number, Node[]>()
  for (const node of nodes) ases.set(node.asn, [...(ases.get(node.asn) ?? []), node])
  return [...ases.values()].flatMap((members) =>
    pairs(members)
      .filter(([a, b]) => isNeeded(a, b, members))
      .map(([a, b]) => internalSession(a, b, family)),
  )
}

function* allPairs(nodes: readonly Node[]): Generator<readonly [Node, Node]> {
  for (const [i, a] of nodes.entries()) for (const b of nodes.slice(i + 1)) yield [a, b]
}

const pairs = (nodes: readonly Node[]): (readonly [Node, Node])[] => [...allPairs(nodes)]

/** Full mesh, or with reflectors only the sessions of reflectors (RFC 4456 section 6). */
const isNeeded = (a: Node, b: Node, members: readonly Node[]): boolean =>
  a.routeReflector || b.routeReflector || !members.some((node) => node.routeReflector)

const internalSession = (a: Node, b: Node, family: Family): Session => ({
  id: `${a.name}==${b.name}${suffix(family)}`,
  type: 'ibgp',
  family,
  ends: [internalEnd(a, b, family), internalEnd(b, a, family)],
})

const internalEnd = (node: Node, other: Node, family: Family) => ({
  node: node.name,
  address: node.loopback[family] as string,
  ...(node.routeReflector && !other.routeReflector && { reflectsTo: true }),
})
