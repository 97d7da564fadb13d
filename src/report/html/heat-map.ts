/** When each router changed its mind about each prefix for the last time. A table: the figures stand in the cells. */
import { median } from '../../lib/statistics.ts'
import { type Html, html } from './html.ts'
import { lastChanges } from './last-changes.ts'
import type { Section } from './section.ts'
import { type HalfOfStep, halvesOf, type Story } from './story.ts'
import { fold, scroll } from './table.ts'

export const heatMap: Section = {
  id: 'last-changes',
  title: 'Last change of each router and prefix',
  render: (story) => {
    const maps = halvesOf(story).map((half) => ({ half, grid: gridOf(half) }))
    const shown = maps.filter(({ grid }) => grid.size > 0)
    if (shown.length === 0) return undefined
    return html`<p>From the fault to the last UPDATE that a router received for a prefix, or to the last change of its route to it, whichever came later. The colour goes from the earliest to the latest of each table. An empty cell: nothing changed.</p>
<p class="legend"><span>earliest ${Array.from({ length: LEVELS + 1 }, (_, level) => html`<b class="swatch h${level}"></b>`)} latest</span></p>
${shown.slice(0, MOST_MAPS).map(({ half, grid }, i) => {
  const title = html`<span class="${half.half}">${half.half}</span> of ${half.step}`
  const content = heat(story, half, grid)
  return i < OPEN
    ? html`<h3>${title}</h3>${content}`
    : fold(`${half.half} of ${half.step}`, content)
})}${shown.length > MOST_MAPS && html`<p>The first ${MOST_MAPS} of ${shown.length} halves are shown.</p>`}`
  },
}

const OPEN = 4
const MOST_MAPS = 16
/** Rows and columns, each: those that changed last are kept. */
const MOST = 40
const LEVELS = 6

/** Node to prefix to milliseconds. */
type Grid = ReadonlyMap<string, ReadonlyMap<string, number>>

/** The median over the iterations in which anything changed. */
const gridOf = ({ windows }: HalfOfStep): Grid => {
  const samples = new Map<string, Map<string, number[]>>()
  for (const window of windows)
    for (const [node, prefixes] of lastChanges(window)) {
      const row = samples.get(node) ?? new Map<string, number[]>()
      samples.set(node, row)
      for (const [prefix, ms] of prefixes) row.set(prefix, [...(row.get(prefix) ?? []), ms])
    }
  return new Map(
    [...samples].map(([node, row]) => [
      node,
      new Map([...row].map(([prefix, list]) => [prefix, median(list)])),
    ]),
  )
}

const heat = ({ topology }: Story, { windows, step, half }: HalfOfStep, grid: Grid): Html => {
  const names = topology.nodes.map(({ name }) => name)
  const owners = new Map(
    topology.nodes.flatMap(({ name, networks }) => networks.map(({ prefix }) => [prefix, name])),
  )
  const rows = slowest(names, (name) => Math.max(-1, ...(grid.get(name)?.values() ?? [])))
  const all = [
    ...new Set([...owners.keys(), ...[...grid.values()].flatMap((row) => [...row.keys()])]),
  ]
  const columns = slowest(all, (prefix) =>
    names.reduce((most, name) => Math.max(most, grid.get(name)?.get(prefix) ?? -1), -1),
  )
  const values = rows.flatMap((name) =>
    columns.flatMap((prefix) => grid.get(name)?.get(prefix) ?? []),
  )
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const inSeconds = highest >= 10_000
  const cell = (name: string, prefix: string): Html => {
    const value = grid.get(name)?.get(prefix)
    if (value === undefined) return html`<td></td>`
    const level = Math.min(
      LEVELS,
      Math.floor(((value - lowest) / (highest - lowest || 1)) * (LEVELS + 1)),
    )
    return html`<td class="h${level}">${inSeconds ? (value / 1000).toFixed(1) : Math.round(value)}</td>`
  }
  const cut =
    rows.length < names.length || columns.length < all.length
      ? ` Of ${names.length} routers and ${all.length} prefixes the ${rows.length} and ${columns.length} that changed last are shown.`
      : ''
  const over = windows.length > 1 ? `, median of ${windows.length} windows` : ''
  return scroll(
    `Last changes, ${half} of ${step}`,
    html`<table class="heat"><caption>Last change in ${inSeconds ? 'seconds' : 'milliseconds'} since the ${half} of ${step}${over}.${cut}</caption><thead><tr><th scope="col">Router</th>${columns.map(
      (prefix) =>
        html`<th scope="col"><span>${prefix}${owners.has(prefix) && html` <i>${owners.get(prefix)}</i>`}</span></th>`,
    )}</tr></thead><tbody>${rows.map(
      (name) =>
        html`<tr><th scope="row">${name}</th>${columns.map((prefix) => cell(name, prefix))}</tr>\n`,
    )}</tbody></table>`,
  )
}

/** At most `MOST` of them, in their own order. */
const slowest = (
  names: readonly string[],
  lateness: (name: string) => number,
): readonly string[] => {
  if (names.length <= MOST) return names
  const kept = new Set(names.toSorted((a, b) => lateness(b) - lateness(a)).slice(0, MOST))
  return names.filter((name) => kept.has(name))
}
