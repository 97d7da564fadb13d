/** How convergence spreads over routers and prefixes: empirical distribution functions. */
import { nearestRank } from '../../lib/statistics.ts'
import type { Window } from '../../measure/window.ts'
import type { Half } from '../../model/event.ts'
import { HALVES } from '../finished-run.ts'
import { formatMs } from '../quantity.ts'
import { axisUnit } from './axis-unit.ts'
import { type Html, html, type Part } from './html.ts'
import { lastChanges } from './last-changes.ts'
import type { Section } from './section.ts'
import { halvesOf, type Story } from './story.ts'
import { drawing, linear, pathThrough, ticks } from './svg.ts'
import { table } from './table.ts'

export const distribution: Section = {
  id: 'distribution',
  title: 'Distribution of convergence',
  render: (story) => {
    const curves = curvesOf(story)
    if (curves.length === 0) return undefined
    const steps = [...new Set(curves.map(({ step }) => step))]
    return html`<p>The share of routers (left) and of prefixes (right) that changed for the last time within a time since the fault, over all iterations.${curves.some(({ sorted }) => sorted.length > MOST_POINTS) && ` Curves of more than ${MOST_POINTS} points are thinned out; the tables count all of them.`}</p>
<p class="legend">${HALVES.map((half) => html`<span><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true"><path class="curve ${half}" d="M0 7H34"/></svg> ${half}</span>`)}</p>
${steps.map((step) =>
  stepOf(
    step,
    curves.filter((curve) => curve.step === step),
  ),
)}`
  },
}

interface Curve {
  readonly step: string
  readonly half: Half
  readonly of: 'routers' | 'prefixes'
  /** Ascending, milliseconds. */
  readonly sorted: readonly number[]
}

const curvesOf = (story: Story): readonly Curve[] =>
  halvesOf(story).flatMap(({ step, half, windows }) =>
    (['routers', 'prefixes'] as const).flatMap((of) => {
      const sorted = windows.flatMap(of === 'routers' ? lastOfRouters : lastOfPrefixes)
      return sorted.length > 0 ? [{ step, half, of, sorted: sorted.sort((a, b) => a - b) }] : []
    }),
  )

const lastOfRouters = (window: Window): readonly number[] =>
  [...lastChanges(window).values()].map((row) => Math.max(...row.values()))

const lastOfPrefixes = (window: Window): readonly number[] => {
  const last = new Map<string, number>()
  for (const row of lastChanges(window).values())
    for (const [prefix, ms] of row) last.set(prefix, Math.max(ms, last.get(prefix) ?? 0))
  return [...last.values()]
}

const stepOf = (step: string, curves: readonly Curve[]): Html =>
  html`<h3>${step}</h3>${drawing(
    { width: WIDTH, height: HEIGHT, label: `${step}: ${curves.map(spoken).join('; ')}` },
    panel(curves, 'routers', 0),
    panel(curves, 'prefixes', WIDTH / 2),
  )}${table({
    caption: `Convergence per router and per prefix, ${step}`,
    head: ['Of', 'Half', 'n', 'Min', 'Median', 'p95', 'Max'],
    rows: curves.map(row),
    figures: [2, 3, 4, 5, 6],
  })}`

const WIDTH = 960
const HEIGHT = 250
const TOP = 28
const BOTTOM = HEIGHT - 44

const spoken = ({ of, half, sorted }: Curve): string =>
  `${of}, ${half}: half of them within ${formatMs(nearestRank(sorted, 0.5))}, all within ${formatMs(nearestRank(sorted, 1))}`

const row = ({ of, half, sorted }: Curve): readonly Part[] => [
  of,
  html`<span class="${half}">${half}</span>`,
  sorted.length,
  ...[0, 0.5, 0.95, 1].map((share) => formatMs(nearestRank(sorted, share))),
]

const panel = (curves: readonly Curve[], of: Curve['of'], left: number): Html => {
  const own = curves.filter((curve) => curve.of === of)
  const highest = Math.max(1, ...own.map(({ sorted }) => sorted.at(-1) as number))
  const { unit, divisor } = axisUnit(highest)
  const end = highest * 1.04
  const x = linear([0, end], [left + 52, left + WIDTH / 2 - 24])
  const y = linear([0, 1], [BOTTOM, TOP])
  return html`<text class="panel" x="${left + 52}" y="16">${of}</text>${[0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      html`<path class="grid" d="M${x(0)} ${y(share)}H${x(end)}"/><text x="${x(0) - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  )}${ticks(end / divisor, 6).map(
    (value) =>
      html`<path class="axis" d="M${x(value * divisor)} ${BOTTOM}v5"/><text x="${x(value * divisor)}" y="${BOTTOM + 19}" text-anchor="middle">${value}</text>`,
  )}<path class="axis" d="M${x(0)} ${BOTTOM}H${x(end)}"/><text x="${x(end)}" y="${BOTTOM + 37}" text-anchor="end">${unit} since the fault</text>${own.map(
    (curve) =>
      html`<path class="curve ${curve.half}" d="${pathThrough(steps(curve, end, x, y), 'steps')}"><title>${spoken(curve)}</title></path>`,
  )}`
}

/** A curve of more points than it has pixels is thinned out; its ends stay. */
const MOST_POINTS = 200

const steps = (
  { sorted }: Curve,
  end: number,
  x: (ms: number) => number,
  y: (share: number) => number,
): readonly (readonly [number, number])[] => {
  const stride = Math.max(1, Math.ceil(sorted.length / MOST_POINTS))
  const inner = sorted.flatMap((ms, i) =>
    i % stride === 0 || i === sorted.length - 1
      ? [[x(ms), y((i + 1) / sorted.length)] as const]
      : [],
  )
  return [[x(0), y(0)], ...inner, [x(end), y(1)]]
}
