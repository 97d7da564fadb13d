/** What a selector can choose from: every node, link or session with all the names it goes by. */
import type { LinkTarget, TargetType } from '../model/fault.ts'
import type { Link, Node, Session, Topology } from '../model/topology.ts'

export interface Candidate {
  /** The name under which it appears in timeline and journal: `a`, `a--b`, `a->b`, `a==b`. */
  readonly text: string
  /** What it is, whatever the direction: the link's id for `a->b`. */
  readonly key: string
  readonly names: readonly string[]
  /** The node itself, or the nodes at both ends. */
  readonly nodes: readonly Node[]
  /** Chosen only by a name with an arrow. */
  readonly directed: boolean
  readonly target: LinkTarget | Node | Session
}

/** In the order of the topology, so that draws do not depend on anything else. */
export const candidatesOf = (type: TargetType, topology: Topology): readonly Candidate[] => {
  if (type === 'link') return topology.links.flatMap((link) => linkCandidates(link, topology))
  if (type === 'session')
    return topology.sessions.map((session) => sessionCandidate(session, topology))
  return topology.nodes.map((node) => ({
    text: node.name,
    key: node.name,
    names: [node.name],
    nodes: [node],
    directed: false,
    target: node,
  }))
}

const linkCandidates = (link: Link, topology: Topology): Candidate[] => {
  const [a, b] = link.ends.map(({ node }) => node) as [string, string]
  const suffix = link.id.slice(`${a}--${b}`.length)
  const nodes = nodesNamed([a, b], topology)
  const arrow = (from: string, to: string): Candidate => ({
    text: `${from}->${to}${suffix}`,
    key: link.id,
    names: [`${from}->${to}${suffix}`],
    nodes,
    directed: true,
    target: { link, direction: { from, to } },
  })
  const whole: Candidate = {
    text: link.id,
    key: link.id,
    names: [link.id, `${b}--${a}${suffix}`],
    nodes,
    directed: false,
    target: { link },
  }
  return [whole, arrow(a, b), arrow(b, a)]
}

const sessionCandidate = (session: Session, topology: Topology): Candidate => {
  const [a, b] = session.ends.map(({ node }) => node) as [string, string]
  const names = nodesNamed([a, b], topology)
  const joint = session.type === 'ebgp' ? '--' : '=='
  // The id follows the link, whose ends may be the other way round.
  const [first, second] = session.id.startsWith(`${a}${joint}${b}`) ? [a, b] : [b, a]
  const suffix = session.id.slice(`${first}${joint}${second}`.length)
  return {
    text: session.id,
    key: session.id,
    names: [session.id, `${second}${joint}${first}${suffix}`],
    nodes: names,
    directed: false,
    target: session,
  }
}

const nodesNamed = (names: readonly string[], topology: Topology): readonly Node[] =>
  topology.nodes.filter(({ name }) => names.includes(name))
