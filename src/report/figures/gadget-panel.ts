/** One drawing of a gadget's network: what it is made of, or what its routers have chosen at a moment. */
import type { EventNetwork, NetworkSession } from '../../events/exact/network.ts'
import type { Gadget } from '../../events/gadgets/define.ts'
import type { RouteState } from '../../events/route-state.ts'
import { type Html, html } from '../html/html.ts'
import type { Place } from '../html/layout.ts'
import { crossMark, lineMark, routerMark } from '../html/marks.ts'
import { round } from '../html/svg.ts'
import { notesOf, pathText } from './gadget-notes.ts'

export interface Panel {
  readonly title: string
  readonly sub: string
  /** Of each router, in the place of what the network says of it. */
  readonly state?: RouteState
  /** Sessions that are down, by the names of their ends. */
  readonly down?: readonly (readonly [string, string])[]
  /** Routers whose route is another one than in the panel before. */
  readonly changed?: readonly string[]
}

export interface PanelBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export const drawPanel = (gadget: Gadget, panel: Panel, box: PanelBox): Html => {
  const { network } = gadget
  const at = placesIn(gadget, box)
  const { left, top } = box
  return html`<text class="panel" x="${left}" y="${top + 12}">${panel.title}</text><text x="${left}" y="${top + 28}">${panel.sub}</text>${
    panel.state
      ? undefined
      : (network.interior ?? []).map((link) => interiorLine(network, link, at))
  }${network.sessions.map((session) => sessionLine(network, session, panel, at))}${
    panel.state && ways(network, panel.state, at)
  }${network.routers.map((_, node) => router(gadget, node, panel, at))}`
}

type At = (name: string) => Place

/** Room for texts at both sides and below. */
const placesIn =
  ({ places }: Gadget, { left, top, width, height }: PanelBox): At =>
  (name) => {
    const [x, y] = places[name] ?? [0.5, 0.5]
    return [round(left + SIDE + x * (width - 2 * SIDE)), round(top + 54 + y * (height - 106))]
  }

const SIDE = 80

/** An IGP link that is no session: sessions carry their cost themselves. */
const interiorLine = (
  { sessions }: EventNetwork,
  [a, b, cost]: readonly [string, string, number],
  at: At,
): Html | undefined => {
  const isSession = sessions.some(({ ends }) => isSame(ends, [a, b]))
  const [from, to] = [at(a), at(b)]
  const [x, y] = between(from, to, isSession ? 0.6 : 0.35)
  const isFlat = Math.abs(to[0] - from[0]) > 2 * Math.abs(to[1] - from[1])
  const text = html`<text class="route" x="${isFlat ? x : x + 8}" y="${isFlat ? y - 8 : y + 2}" text-anchor="${isFlat ? 'middle' : 'start'}">cost ${cost}</text>`
  if (isSession) return text
  return html`${lineMark('inner', [from, to], `IGP ${a}--${b}, cost ${cost}`)}${text}`
}

const sessionLine = (
  network: EventNetwork,
  session: NetworkSession,
  panel: Panel,
  at: At,
): Html => {
  const { ends } = session
  const [from, to] = [at(ends[0]), at(ends[1])]
  const isDown = panel.down?.some((pair) => isSame(pair, ends)) ?? false
  const isInner = asnOf(network, ends[0]) === asnOf(network, ends[1])
  if (isDown)
    return html`${lineMark('link hit', [from, to], `${ends.join('--')} is down`)}${crossMark(between(from, to, 0.5))}`
  if (panel.state) return lineMark(isInner ? 'inner' : 'quiet', [from, to], ends.join('--'))
  return html`${lineMark(isInner ? 'link inside' : 'link', [from, to], ends.join('--'))}${relation(session, from, to)}`
}

/** A triangle that points to the customer, or to the reflector's client. */
const relation = ({ policies }: NetworkSession, from: Place, to: Place): Html | undefined => {
  if (!policies) return undefined
  const [first, second] = policies
  if (first.relation === 'customer' || first.client) return triangle('relation', from, to, 0.5)
  if (second.relation === 'customer' || second.client) return triangle('relation', to, from, 0.5)
  if (first.relation !== 'peer') return undefined
  const [x, y] = between(from, to, 0.5)
  return html`<text class="route" x="${x}" y="${y + 4}" text-anchor="middle">peers</text>`
}

/** From each router to the one that told it its best path; a little to the right of the line. */
const ways = ({ routers }: EventNetwork, { from }: RouteState, at: At): Html =>
  html`${from.map((teller, node) => {
    if (teller === undefined) return undefined
    const near = at(routers[node]?.name as string)
    const far = at(routers[teller]?.name as string)
    const [start, end] = [between(near, far, 0.12, 3), between(near, far, 0.78, 3)]
    return html`<path class="way" d="M${start[0]} ${start[1]}L${end[0]} ${end[1]}"/>${triangle('head', start, between(near, far, 0.84, 3), 1)}`
  })}`

/** Texts stand beside a router: most lines go up and down. */
const router = (gadget: Gadget, node: number, panel: Panel, at: At): Html => {
  const { network, places } = gadget
  const one = network.routers[node] as EventNetwork['routers'][number]
  const [x, y] = at(one.name)
  const [wish, , side = (wish ?? 0) < 0.5 ? 'left' : 'right'] = places[one.name] ?? []
  const [textX, anchor] =
    side === 'left' ? ([x - 15, 'end'] as const) : ([x + 15, 'start'] as const)
  const lines = panel.state ? stateLines(network, node, panel.state) : notesOf(network, one)
  const ring = panel.changed?.includes(one.name)
    ? html`<circle class="changed" cx="${x}" cy="${y}" r="11"/>`
    : undefined
  const nameAt = [textX, lines.length > 0 ? y - 2 : y + 4] as const
  return html`<g><title>${one.name}, AS ${one.asn}</title>${ring}${routerMark({ name: one.name, at: [x, y], nameAt, anchor })}${lines.map(
    (line, i) =>
      html`<text class="route" x="${textX}" y="${y + 13 + 14 * i}" text-anchor="${anchor}">${line}</text>`,
  )}</g>`
}

const stateLines = (
  network: EventNetwork,
  node: number,
  { asPaths }: RouteState,
): readonly string[] => (network.routers[node]?.announces ? [] : [pathText(network, asPaths[node])])

const isSame = ([a, b]: readonly [string, string], [c, d]: readonly [string, string]): boolean =>
  (a === c && b === d) || (a === d && b === c)

const asnOf = ({ routers }: EventNetwork, name: string): number | undefined =>
  routers.find((router) => router.name === name)?.asn

/** A point of the way from a to b, `aside` pixels to its right. */
const between = ([ax, ay]: Place, [bx, by]: Place, share: number, aside = 0): Place => {
  const length = Math.hypot(bx - ax, by - ay) || 1
  return [
    round(ax + (bx - ax) * share - ((by - ay) / length) * aside),
    round(ay + (by - ay) * share + ((bx - ax) / length) * aside),
  ]
}

/** Its tip is at this share of the way. */
const triangle = (kind: string, from: Place, to: Place, share: number): Html => {
  const [x, y] = between(from, to, share)
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1
  const [dx, dy] = [((to[0] - from[0]) / length) * 10, ((to[1] - from[1]) / length) * 10]
  const left = [round(x - dx - dy / 2), round(y - dy + dx / 2)]
  const right = [round(x - dx + dy / 2), round(y - dy - dx / 2)]
  return html`<path class="${kind}" d="M${x} ${y}L${left.join(' ')}L${right.join(' ')}z"/>`
}
