/** What the folded states mean for routing: the solver's view of everything that is broken. */
import type { DropRule, LeverState } from '../model/effect.ts'
import type { Impairment } from '../model/impairment.ts'
import type { Link, NodeName, Session, SessionEnd, Topology } from '../model/topology.ts'

/**
 * A paused node is not down: cgroup freezing stops its processes, while its kernel goes on
 * forwarding with the routes that it had. So only its sessions and its OSPF adjacencies end; its tables
 * cannot be asked for and are opaque. The same holds for a frozen BGP daemon. A dead BGP daemon has no table to ask,
 * and a rib daemon that is dead or frozen leaves a kernel table that nobody can predict.
 */
export const impairmentOf = (states: Iterable<LeverState>, topology: Topology): Impairment => {
  const list = [...states]
  const rules = list.flatMap((state) => (state.lever === 'filter' ? dropsOf(state) : []))
  return {
    nodesDown: new Set(list.filter(isStopped).map(({ node }) => node)),
    nodesFrozen: new Set(list.filter(isPaused).map(({ node }) => node)),
    linksDown: new Set(
      topology.links.filter((link) => isDown(link, list, rules)).map(({ id }) => id),
    ),
    sessionsDown: new Set(
      topology.sessions.filter((session) => isOut(session, list, rules)).map(({ id }) => id),
    ),
    announced: origins(list, 'announce'),
    withdrawn: origins(list, 'withdraw'),
    opaque: new Set(list.flatMap(opaqueNode)),
  }
}

type Process = Extract<LeverState, { lever: 'process' }>
type Drop = DropRule & { readonly node: NodeName }

const isStopped = (state: LeverState): state is Process =>
  state.lever === 'process' && state.state === 'stopped'

const isPaused = (state: LeverState): state is Process =>
  state.lever === 'process' && state.state === 'paused'

const dropsOf = ({ node, drop }: Extract<LeverState, { lever: 'filter' }>): Drop[] =>
  drop.map((rule) => ({ ...rule, node }))

/** No packet passes in at least one direction. */
const isDown = (link: Link, states: readonly LeverState[], rules: readonly Drop[]): boolean =>
  states.some((state) => unplugs(state, link)) ||
  rules.some(
    (rule) =>
      !rule.bgpOnly &&
      rule.from === undefined &&
      rule.to === undefined &&
      (rule.link ?? link.id) === link.id &&
      link.ends.some(({ node }) => node === rule.node),
  )

const unplugs = (state: LeverState, link: Link): boolean => {
  if (state.lever === 'carrier' || state.lever === 'admin') {
    return !state.up && state.end.link === link.id
  }
  return state.lever === 'shape' && state.end.link === link.id && (state.shape.loss ?? 0) >= 1
}

/** A session that has a reason of its own to be down, other than its link or its nodes. */
const isOut = (session: Session, states: readonly LeverState[], rules: readonly Drop[]): boolean =>
  states.some((state) => closes(state, session)) ||
  rules.some((rule) => session.ends.some((end) => starves(rule, end, session)))

const closes = (state: LeverState, session: Session): boolean => {
  if (state.lever === 'session') return !state.up && state.session === session.id
  return session.ends.some(({ node }) => isMute(state, node))
}

/** Nobody at the node speaks BGP. */
const isMute = (state: LeverState, node: NodeName): boolean => {
  if (state.lever === 'process') return isPaused(state) && state.node === node
  return (
    state.lever === 'daemon' &&
    state.daemon === 'bgp' &&
    state.state !== 'running' &&
    state.node === node
  )
}

/** The rule takes from this end what the other end sends on the session. */
const starves = (rule: Drop, end: SessionEnd, session: Session): boolean => {
  const sender = session.ends.find((other) => other !== end)
  return (
    rule.node === end.node &&
    (rule.link === undefined || rule.link === session.link) &&
    (rule.from === undefined || rule.from === sender?.address) &&
    (rule.to === undefined || rule.to === end.address)
  )
}

const origins = (states: readonly LeverState[], what: 'announce' | 'withdraw') =>
  states.flatMap((state) =>
    state.lever === 'routes' ? state[what].map((prefix) => ({ node: state.node, prefix })) : [],
  )

const opaqueNode = (state: LeverState): NodeName[] => {
  const hidden = isPaused(state) || (state.lever === 'daemon' && state.state !== 'running')
  return hidden ? [state.node] : []
}
