/** The network drawn, with what was broken in it. */
import type { Link, Session, Topology } from '../../model/topology.ts'
import { type Html, html } from './html.ts'
import { type Place, placesOf } from './layout.ts'
import { crossMark, lineMark, routerMark } from './marks.ts'
import type { Section } from './section.ts'
import type { Story } from './story.ts'
import { drawing, linear } from './svg.ts'
import { fold, table } from './table.ts'
import { type Broken, brokenIn } from './targets.ts'

export const topology: Section = {
  id: 'topology',
  title: 'Topology',
  render: (story) => {
    const broken = brokenIn(story)
    const { nodes, links } = story.topology
    const label = `${story.topology.name}: ${nodes.length} routers, ${links.length} links. ${spoken(broken)}`
    return html`${drawing({ width: WIDTH, height: HEIGHT, label }, draw(story.topology, broken))}
${legend(broken)}${fold('The topology as tables', html`${nodeTable(story)}${linkTable(story)}`)}`
  },
}

const WIDTH = 960
const HEIGHT = 470

const spoken = (broken: Broken): string => {
  const parts = [...broken.links, ...broken.nodes].map(
    ([name, steps]) => `${name} is hit by ${steps.join(', ')}`,
  )
  return parts.length > 0 ? `${parts.join('; ')}.` : 'No fault is drawn.'
}

const draw = (topology: Topology, broken: Broken): Html => {
  const x = linear([0, 1], [90, WIDTH - 110])
  const y = linear([0, 1], [40, HEIGHT - 45])
  const places = new Map(
    [...placesOf(topology)].map(([name, place]) => [name, [x(place[0]), y(place[1])] as const]),
  )
  const at = (name: string): Place => places.get(name) ?? [0, 0]
  const isInner = ({ type }: Session) => type === 'ibgp'
  return html`${topology.sessions.filter(isInner).map((one) => innerLine(one, at))}${topology.links.map((link) => linkLine(link, at, broken))}${topology.nodes.map(({ name, asn }) => nodeMark({ name, asn }, at(name), broken.nodes.get(name), [...places.values()]))}`
}

const innerLine = ({ id, ends: [a, b] }: Session, at: (name: string) => Place): Html =>
  lineMark('inner', [at(a.node), at(b.node)], `${id} (iBGP)`)

const linkLine = ({ id, ends, shape }: Link, at: (name: string) => Place, broken: Broken): Html => {
  const [from, to] = [at(ends[0].node), at(ends[1].node)]
  const steps = broken.links.get(id)
  const delay = shape.delayMs ? `, ${shape.delayMs} ms` : ''
  const title = html`${id}${delay}${steps && `, hit by ${steps.join(', ')}`}`
  const line = lineMark(steps ? 'link hit' : 'link', [from, to], title)
  if (!steps) return line
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
  return html`${line}${crossMark([x, y])}<text class="hit-text" x="${x}" y="${y - 12}" text-anchor="middle">${steps.join(', ')}</text>`
}

interface Named {
  readonly name: string
  readonly asn: number
}

const nodeMark = (
  { name, asn }: Named,
  [x, y]: Place,
  steps: readonly string[] | undefined,
  others: readonly Place[],
): Html => {
  const below = others.some(([ox, oy]) => Math.abs(ox - x) < 70 && oy < y && y - oy < 45)
  const textY = below ? y + 24 : y - 14
  const hit = steps
    ? html`<circle class="ring" cx="${x}" cy="${y}" r="14"/><text class="hit-text" x="${x}" y="${below ? y + 39 : y + 30}" text-anchor="middle">${steps.join(', ')}</text>`
    : undefined
  const nameAt = [x, steps && !below ? textY - 6 : textY] as const
  const mark = routerMark({ name, at: [x, y], nameAt })
  return html`<g><title>${name}, AS ${asn}${steps && `, hit by ${steps.join(', ')}`}</title>${hit}${mark}</g>`
}

const legend = ({ links, nodes, elsewhere }: Broken): Html | undefined => {
  if (links.size + nodes.size + elsewhere.length === 0) return undefined
  return html`<p class="legend">${
    links.size > 0 &&
    html`<span><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true"><line class="link hit" x1="0" y1="7" x2="34" y2="7"/><path class="cross" d="M12 2l10 10m0 -10l-10 10"/></svg> link hit by a fault</span> `
  }${
    nodes.size > 0 &&
    html`<span><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle class="ring" cx="10" cy="10" r="8.5"/><circle class="node" cx="10" cy="10" r="4.5"/></svg> router hit by a fault</span> `
  }${elsewhere.length > 0 && html`<span>Not drawn: ${elsewhere.join(', ')}</span>`}</p>`
}

const nodeTable = ({ topology }: Story): Html =>
  table({
    caption: 'Routers',
    head: ['Router', 'AS', 'Kind', 'Router ID', 'Prefixes'],
    rows: topology.nodes.map(({ name, asn, kind, routerId, networks }) => [
      ...[name, String(asn), kind, routerId],
      shortList(networks.map(({ prefix }) => prefix)),
    ]),
    figures: [1],
  })

const linkTable = ({ topology }: Story): Html =>
  table({
    caption: 'Links',
    head: ['Link', 'Delay', 'Relationship'],
    rows: topology.links.map(({ id, shape, relationship }) => [
      ...[id, `${shape.delayMs ?? 0} ms`, relationship ?? 'none'],
    ]),
    figures: [1],
  })

const shortList = (texts: readonly string[]): string =>
  texts.length <= 4
    ? texts.join(', ')
    : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`
