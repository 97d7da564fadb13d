/** A few lines over one axis of numbers. */
import { type Html, html } from '../html/html.ts'
import { linear, logarithmic, pathThrough, powersOfTen, type Scale, ticks } from '../html/svg.ts'

export interface ChartBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** One line; points in the order of their first value. */
export interface Line {
  readonly label: string
  readonly points: readonly (readonly [number, number])[]
}

export interface Lines {
  /** Of both axes, with the unit. */
  readonly x: string
  readonly y: string
  /** `log`: all values are above 0. */
  readonly scale: 'linear' | 'log'
  /** At most three: more have no style to tell them apart. */
  readonly lines: readonly Line[]
}

const LEFT = 66
const FOOT = 42
const LEGEND_LINE = 17

/** The axes, the lines with a mark at each point, and under the axis what each line is. */
export const chart = (
  { x: xLabel, y: yLabel, scale, lines }: Lines,
  { left, top, width, height }: ChartBox,
): Html => {
  const bottom = top + height - FOOT - lines.length * LEGEND_LINE
  const [from, to] = [left + LEFT, left + width - 16]
  const xs = lines.flatMap(({ points }) => points.map(([value]) => value))
  const x = linear([Math.min(...xs), Math.max(...xs)], [from + 6, to - 6])
  const axis = axisOf(
    scale,
    lines.flatMap(({ points }) => points.map(([, value]) => value)),
  )
  const y = axis.scale([bottom, top + 26])
  return html`<text class="panel" x="${left + 4}" y="${top + 12}">${yLabel}</text>${axis.ticks.map(
    (value) =>
      html`<path class="grid" d="M${from} ${y(value)}H${to}"/><text x="${from - 8}" y="${y(value) + 4}" text-anchor="end">${tickText(value)}</text>`,
  )}${xTicks(xs).map(
    (value) =>
      html`<path class="axis" d="M${x(value)} ${bottom}v5"/><text x="${x(value)}" y="${bottom + 19}" text-anchor="middle">${value}</text>`,
  )}<path class="axis" d="M${from} ${bottom}H${to}"/><text x="${to}" y="${bottom + 35}" text-anchor="end">${xLabel}</text>${lines.map((line, i) => curve(line, i, x, y))}${lines.map(({ label }, i) => key(label, i, from, bottom + FOOT + 8 + i * LEGEND_LINE))}`
}

interface Axis {
  readonly ticks: readonly number[]
  scale(range: readonly [number, number]): Scale
}

const axisOf = (scale: Lines['scale'], values: readonly number[]): Axis => {
  if (scale === 'log') {
    const powers = powersOfTen(values)
    const ends = [powers[0] as number, powers.at(-1) as number] as const
    return { ticks: powers, scale: (range) => logarithmic(ends, range) }
  }
  const highest = Math.max(1, ...values)
  return { ticks: ticks(highest, 5), scale: (range) => linear([0, highest], range) }
}

/** All values where they are few, round ones where they would not fit. */
const xTicks = (values: readonly number[]): readonly number[] => {
  const distinct = [...new Set(values)]
  const [lowest, highest] = [Math.min(...distinct), Math.max(...distinct)]
  return distinct.length <= 8
    ? distinct
    : ticks(highest, 8).filter((value) => value >= lowest && value <= highest)
}

const tickText = (value: number): string => value.toLocaleString('en-US')

const curve = ({ label, points }: Line, i: number, x: Scale, y: Scale): Html => {
  const places = points.map(([at, value]) => [x(at), y(value)] as const)
  return html`<path class="line line-${i}" d="${pathThrough(places)}"><title>${label}</title></path>${points.map(
    ([at, value], p) => {
      const [cx, cy] = places[p] as readonly [number, number]
      return html`<path class="dot-${i}" d="${dot(i, cx, cy)}"><title>${label}: ${value} at ${at}</title></path>`
    },
  )}`
}

/** A disc, a square, a triangle: colour alone would not tell everybody. */
const dot = (i: number, x: number, y: number): string => {
  if (i === 0) return `M${x} ${y}m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`
  return i === 1 ? `M${x} ${y}m-3.5 -3.5h7v7h-7z` : `M${x} ${y}m0 -4.5l4.5 8h-9z`
}

const key = (label: string, i: number, x: number, y: number): Html =>
  html`<path class="line line-${i}" d="M${x} ${y - 4}h30"/><path class="dot-${i}" d="${dot(i, x + 15, y - 4)}"/><text x="${x + 38}" y="${y}">${label}</text>`
