/** The parameter list of RFC 7747 section 6, as far as it means something for a whole network. */
import type { Session } from '../../model/topology.ts'
import type { Story } from './story.ts'

/** Name, unit, value. */
export const parameterRows = ({ head, topology, windows }: Story): readonly string[][] => {
  const { nodes, links, sessions } = topology
  const ebgp = sessions.filter(({ type }) => type === 'ebgp')
  const prefixes = nodes.flatMap(({ networks }) => networks.map(({ prefix }) => prefix))
  const timers = Object.values(head.timers)
  return [
    ['Test topology', 'name', topology.name],
    ['Routers', 'number', String(nodes.length)],
    ['Parallel links', 'number', String(parallelLinks(links.map(({ ends }) => ends)))],
    ['Convergence events', 'kind of fault', distinct(windows.map((one) => one.instance.fault))],
    ['eBGP sessions', 'number', String(ebgp.length)],
    ['iBGP sessions', 'number', String(sessions.length - ebgp.length)],
    ['eBGP neighbours of a router', 'number', spread(neighboursOf(nodes, ebgp))],
    ['Routes that a router originates', 'number', spread(nodes.map((one) => one.networks.length))],
    ['Total unique routes', 'number', String(new Set(prefixes).size)],
    ['Route mixture', 'prefix lengths', distinct(prefixes.map((one) => `/${one.split('/')[1]}`))],
    ['Policy configured', 'yes or no', policyOf(sessions)],
    ['Delay of links', 'ms', spread(links.map(({ shape }) => shape.delayMs ?? 0))],
    ['Probe interval', 'ms', String(head.probeIntervalMs ?? 'not told')],
    ['Hold time', 's', spread(timers.map(({ holdMs }) => holdMs / 1000))],
    ['Keepalive time', 's', spread(timers.map(({ keepaliveMs }) => keepaliveMs / 1000))],
    ['ConnectRetry', 's', spread(timers.map(({ connectRetryMs }) => connectRetryMs / 1000))],
    ['MRAI (eBGP)', 's', spread(timers.map(({ mraiMs }) => mraiMs / 1000))],
    [
      'Versions',
      'text',
      Object.entries(head.versions)
        .map((pair) => pair.join(' '))
        .join(', '),
    ],
  ]
}

const spread = (values: readonly number[]): string => {
  if (values.length === 0) return '-'
  const [low, high] = [Math.min(...values), Math.max(...values)].map((one) =>
    String(Number(one.toFixed(3))),
  )
  return low === high ? String(low) : `${low} to ${high}`
}

const distinct = (values: readonly string[]): string => [...new Set(values)].join(', ') || 'none'

const policyOf = (sessions: readonly Session[]): string => {
  const ends = sessions.flatMap((session) => session.ends)
  const parts = [
    ...(ends.some(({ relation }) => relation !== undefined) ? ['customer, peer, provider'] : []),
    ...(ends.some(({ localPref }) => localPref !== undefined) ? ['local preference'] : []),
  ]
  return parts.length > 0 ? `yes (${parts.join(', ')})` : 'no'
}

const neighboursOf = (
  nodes: readonly { readonly name: string }[],
  sessions: readonly Session[],
): readonly number[] =>
  nodes.map(
    ({ name }) => sessions.filter(({ ends }) => ends.some(({ node }) => node === name)).length,
  )

/** Links beyond the first one between the same two routers. */
const parallelLinks = (
  ends: readonly (readonly [{ readonly node: string }, { readonly node: string }])[],
): number => {
  const pairs = ends.map(([a, b]) => [a.node, b.node].toSorted().join(' '))
  return pairs.length - new Set(pairs).size
}
