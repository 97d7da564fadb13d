import type { Bins } from './bins.ts'
import { type Html, html } from './html.ts'
import { linear, pathThrough, round, type Scale, ticks } from './svg.ts'
import type { FaultTrack, HalfTrack, SideTrack, Track } from './track.ts'

export const WIDTH = 960
const LEFT = 190
const RIGHT = WIDTH - 24
const LANE = 24
const SIDE = 18
const PANEL = 74
const GAP = 18
const TOP = 8
const FOOT = 44
/** Sides of sessions drawn at most. */
const MOST_SIDES = 24

export const timelineHeight = (track: Track): number => axisY(track) + FOOT

const panelsOf = ({ updates, fibChanges, unanswered, hasProbes }: Track) => [
  { label: 'UPDATEs received', unit: 'a second', bins: perSecond(updates) },
  { label: 'FIB changes', unit: 'a second', bins: perSecond(fibChanges) },
  ...(hasProbes ? [{ label: 'Probes unanswered', unit: 'streams', bins: unanswered }] : []),
]

const perSecond = ({ widthMs, values, total }: Bins): Bins => ({
  widthMs,
  values: values.map((value) => (value * 1000) / widthMs),
  total,
})

const shownSides = ({ sides }: Track): readonly SideTrack[] => sides.slice(0, MOST_SIDES)

const sidesY = ({ faults }: Track): number => TOP + 16 + faults.length * LANE + GAP

const panelsY = (track: Track): number => {
  const count = shownSides(track).length
  return sidesY(track) + (count > 0 ? 16 + count * SIDE + GAP : 0)
}

const axisY = (track: Track): number => panelsY(track) + panelsOf(track).length * (PANEL + GAP)

export const drawTimeline = (track: Track): Html => {
  const x = linear([0, track.lengthMs], [LEFT, RIGHT])
  const bottom = axisY(track) - GAP
  return html`${track.faults.map((fault) => band(fault, track, x, bottom))}<text class="panel" x="0" y="${TOP + 8}">Faults</text>${track.faults.map((fault, i) => faultLane(fault, track, x, TOP + 16 + i * LANE))}${sideLanes(track, x)}${panelsOf(track).map((panel, i) => curve(panel, x, panelsY(track) + i * (PANEL + GAP)))}${axis(track, x, bottom)}`
}

/** When the fault is active: from the command to that of its end, or to the end of the run. */
const activeOf = (
  { turns }: FaultTrack,
  { lengthMs }: Track,
): readonly [number, number] | undefined => {
  const [injection, reversion] = (['injection', 'reversion'] as const).map((half) =>
    turns.find((turn) => turn.half === half),
  )
  return injection && [injection.at, reversion?.at ?? lengthMs]
}

const band = (fault: FaultTrack, track: Track, x: Scale, bottom: number): Html | undefined => {
  const active = activeOf(fault, track)
  if (!active) return undefined
  const [from, to] = active.map(x) as [number, number]
  return html`<rect class="band" x="${from}" y="${TOP + 14}" width="${width(from, to)}" height="${round(bottom - TOP - 14)}"/>`
}

/** A moment must be seen too. */
const width = (from: number, to: number): number => round(Math.max(1.5, to - from))

const faultLane = (fault: FaultTrack, track: Track, x: Scale, y: number): Html => {
  const active = activeOf(fault, track)
  const [from, to] = (active ?? [0, 0]).map(x) as [number, number]
  const bar =
    active &&
    html`<rect class="active" x="${from}" y="${y + 4}" width="${width(from, to)}" height="9"><title>${fault.id}: ${fault.fault} on ${fault.on.join(', ')}, ${span(active)}</title></rect>`
  return html`<text class="lane" x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${clip(`${fault.id}: ${fault.fault}`)}</text>${bar}${fault.turns.map((turn) => settling(turn, x, y))}`
}

const settling = (
  { half, at, settledAt, outcome }: HalfTrack,
  x: Scale,
  y: number,
): Html | undefined => {
  if (settledAt === undefined || outcome === undefined) return undefined
  const sign = outcome === 'converged' ? '✓' : `✗ ${outcome}`
  return html`<path class="settling ${half}" d="M${x(at)} ${y + 18}H${x(settledAt)}"><title>${half}: ${outcome} ${span([at, settledAt])}</title></path><text class="${half}" x="${x(settledAt) + 3}" y="${y + 22}">${sign}</text>`
}

const sideLanes = (track: Track, x: Scale): Html | undefined => {
  const sides = shownSides(track)
  if (sides.length === 0) return undefined
  const y = sidesY(track)
  const left = track.sides.length - sides.length
  const more = left > 0 ? ` (${left} more in the table)` : ''
  return html`<text class="panel" x="0" y="${y + 8}">Sessions, as each end tells${more}</text>${sides.map((side, i) => sideLane(side, track.lengthMs, x, y + 16 + i * SIDE))}`
}

const sideLane = ({ label, changes }: SideTrack, lengthMs: number, x: Scale, y: number): Html => {
  const downs = changes.flatMap(({ at, up, reason }, i) => {
    if (up && i > 0) return []
    // What comes up first had been down, or was not there.
    const from = up ? 0 : at
    const to = up ? at : (changes.slice(i + 1).find((later) => later.up)?.at ?? lengthMs)
    const why = up ? '' : reason
    return [
      html`<rect class="down" x="${x(from)}" y="${y + 3}" width="${width(x(from), x(to))}" height="9"><title>${label}: down ${span([from, to])}${why && `, ${why}`}</title></rect>`,
    ]
  })
  return html`<text class="lane" x="${LEFT - 10}" y="${y + 12}" text-anchor="end">${clip(label)}</text><path class="up" d="M${LEFT} ${y + 7.5}H${RIGHT}"/>${downs}`
}

interface Panel {
  readonly label: string
  readonly unit: string
  readonly bins: Bins
}

const curve = ({ label, unit, bins: { widthMs, values } }: Panel, x: Scale, y: number): Html => {
  const highest = values.reduce((most, value) => Math.max(most, value), 0)
  const height = linear([0, highest || 1], [y + PANEL, y + 6])
  const points = values.map((value, i) => [x(i * widthMs), height(value)] as const)
  const line = `${pathThrough([[LEFT, y + PANEL], ...merged(points)], 'steps')}H${RIGHT}V${y + PANEL}`
  const marks = ticks(highest, 3)
  return html`<text class="lane" x="${LEFT - 46}" y="${y + 30}" text-anchor="end">${label}</text><text x="${LEFT - 46}" y="${y + 46}" text-anchor="end">${unit}</text>${marks.map((value) => html`<path class="grid" d="M${LEFT} ${height(value)}H${RIGHT}"/><text x="${LEFT - 6}" y="${height(value) + 4}" text-anchor="end">${value}</text>`)}<path class="area" d="${line}Z"><title>${label} ${unit}: at most ${Number(highest.toFixed(1))}</title></path>`
}

/** Slices alike side by side need one point. */
const merged = (points: readonly (readonly [number, number])[]) =>
  points.filter((point, i) => i === 0 || point[1] !== points[i - 1]?.[1])

const axis = ({ lengthMs }: Track, x: Scale, y: number): Html =>
  html`<path class="axis" d="M${LEFT} ${y}H${RIGHT}"/>${ticks(lengthMs / 1000, 10).map((value) => html`<path class="axis" d="M${x(value * 1000)} ${y}v5"/><text x="${x(value * 1000)}" y="${y + 19}" text-anchor="middle">${value}</text>`)}<text x="${RIGHT}" y="${y + 37}" text-anchor="end">seconds since the steady state</text>`

const span = ([from, to]: readonly [number, number]): string =>
  `from ${(from / 1000).toFixed(3)} s to ${(to / 1000).toFixed(3)} s`

const clip = (text: string): string => (text.length <= 27 ? text : `${text.slice(0, 26)}…`)
