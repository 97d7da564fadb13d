import { components } from '../../model/graph.ts'
import type { LinkDraft } from './drafts.ts'
import type { FullNode } from './inherit.ts'
import type { Report } from './report.ts'

/**
 * iBGP runs between loopbacks: inside an AS there must be a way from each node to each other. A node
 * without any link is not wired up yet, and has no sessions.
 */
export const checkAutonomousSystems = (
  nodes: readonly FullNode[],
  links: readonly LinkDraft[],
  asns: ReadonlyMap<string, number>,
  report: Report,
): void => {
  const inside = links.filter(({ ends: [a, b] }) => asns.get(a) === asns.get(b))
  for (const link of inside)
    if (link.spec.relationship)
      report(
        [...link.path, 'relationship'],
        `${link.ends.join(' and ')} are in one AS: no relationship`,
        {
          hint: 'leave relationship out, or give the nodes different AS numbers',
        },
      )
  const linked = new Set(links.flatMap(({ ends }) => ends))
  for (const asn of new Set(asns.values())) {
    const members = nodes.filter(({ name }) => asns.get(name) === asn && linked.has(name))
    const parts = components({
      nodes: members.map(({ name }) => name),
      edges: inside.filter(({ ends }) => asns.get(ends[0]) === asn),
    })
    const [first, second] = parts
    const stray = members.find(({ name }) => name === second?.[0])
    if (first && stray)
      report(
        [...stray.path, 'asn'],
        `AS ${asn} is not connected inside: no way from ${first[0]} to ${stray.name}`,
        {
          hint: 'link nodes of this AS, or give them different AS numbers',
        },
      )
  }
}
