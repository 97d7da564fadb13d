import { formatDuration } from '../../lib/duration.ts'
import type { Timers } from '../../model/topology.ts'
import { hostOf, hostRows } from '../host.ts'
import { type Html, html } from './html.ts'
import type { Section } from './section.ts'
import type { Story } from './story.ts'
import { table } from './table.ts'

/** Under which conditions the figures hold. */
export const conditions: Section = {
  id: 'conditions',
  title: 'Conditions',
  render: (story) => html`${facts(story)}${timerTable(story)}${hostTable(story)}`,
}

const facts = ({ head, topology, iterations }: Story): Html => {
  const { plan, seed, backend, versions, at, probeIntervalMs } = head
  const pairs: readonly (readonly [string, string])[] = [
    ['Plan', plan],
    [
      'Topology',
      `${topology.name}: ${topology.nodes.length} nodes, ${topology.links.length} links, ${topology.sessions.length} sessions`,
    ],
    ['Families', topology.families.join(', ')],
    ['Backend', backend],
    ['Seed', String(seed)],
    ['Iterations', String(iterations.length)],
    ['Started', new Date(at).toISOString()],
    ...Object.entries(versions).map(([name, text]) => [`Version of ${name}`, text] as const),
    ...(probeIntervalMs === undefined
      ? []
      : [['Probes', probeIntervalMs === 0 ? 'none' : `every ${probeIntervalMs} ms`] as const]),
  ]
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

const hostTable = ({ run }: Story): Html | '' => {
  const load = hostOf(run)
  if (!load) return ''
  return table({
    caption: `The processors of the host, mean over ${Math.round(load.forMs / 1000)} s`,
    head: ['What', 'Share or figure'],
    rows: hostRows(load).map((row) => [...row]),
    figures: [1],
  })
}

const timerTable = ({ head: { timers } }: Story): Html => {
  const users = new Map<string, { readonly set: Timers; readonly nodes: string[] }>()
  for (const [node, set] of Object.entries(timers)) {
    const key = cellsOf(set).join(' ')
    const group = users.get(key)
    if (group) group.nodes.push(node)
    else users.set(key, { set, nodes: [node] })
  }
  const rows = [...users.values()].map(({ set, nodes }) => [nodes.join(', '), ...cellsOf(set)])
  return table({
    caption: 'Timers as configured (RFC 4271 section 10)',
    head: ['Nodes', 'Hold', 'Keepalive', 'ConnectRetry', 'MRAI, eBGP', 'MRAI, iBGP'],
    rows,
    figures: [1, 2, 3, 4, 5],
  })
}

const cellsOf = ({ holdMs, keepaliveMs, connectRetryMs, mraiMs, ibgpMraiMs }: Timers) =>
  [holdMs, keepaliveMs, connectRetryMs, mraiMs, ibgpMraiMs ?? mraiMs].map(formatDuration)
