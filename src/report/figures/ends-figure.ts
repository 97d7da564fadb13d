/** What chance makes of each gadget: a bar of all seeds, cut by the stable state that they end in. */
import { gadgets } from '../../events/gadgets/index.ts'
import { endsOf, type GadgetEnds } from '../../events/theory/gadget-ends.ts'
import { type Html, html } from '../html/html.ts'
import { linear, type Scale, ticks } from '../html/svg.ts'
import type { Figure } from './figure.ts'

const WIDTH = 960
const LEFT = 180
const TOP = 30
const ROW = 28

export const endsFigure = (): Figure => {
  const rows = gadgets.map((gadget) => ({ name: gadget.name, ends: endsOf(gadget) }))
  const seeds = Math.max(...rows.map(({ ends }) => ends.seeds))
  const x = linear([0, seeds], [LEFT, WIDTH - 20])
  const bottom = TOP + rows.length * ROW
  return {
    name: 'theory-gadgets',
    width: WIDTH,
    height: bottom + 48,
    label: `How ${seeds} seeds of drawn delays end. ${rows.map(spoken).join('; ')}`,
    content: html`<text class="panel" x="${LEFT}" y="18">seeds that end in each stable state</text>${rows.map(
      ({ name, ends }, i) => bar(name, ends, TOP + i * ROW, x),
    )}<path class="axis" d="M${LEFT} ${bottom}H${WIDTH - 20}"/>${ticks(seeds, 4).map(
      (value) =>
        html`<path class="axis" d="M${x(value)} ${bottom}v5"/><text x="${x(value)}" y="${bottom + 19}" text-anchor="middle">${value}</text>`,
    )}<text x="${WIDTH - 20}" y="${bottom + 37}" text-anchor="end">seeds</text>`,
  }
}

const spoken = ({ name, ends }: { readonly name: string; readonly ends: GadgetEnds }): string =>
  `${name}: ${partsOf(ends)
    .map(({ text }) => text)
    .join(', ')}`

interface Part {
  readonly kind: 'area' | 'unrest'
  readonly count: number
  readonly text: string
}

const partsOf = ({ inState, never }: GadgetEnds): readonly Part[] =>
  [
    ...inState.map((count, i): Part => {
      return { kind: 'area', count, text: `state ${i + 1}: ${count}` }
    }),
    { kind: 'unrest' as const, count: never, text: `never at rest: ${never}` },
  ].filter(({ count }) => count > 0)

const bar = (name: string, ends: GadgetEnds, y: number, x: Scale): Html => {
  let before = 0
  const parts = partsOf(ends).map(({ kind, count, text }) => {
    const [from, to] = [x(before), x(before + count)]
    before += count
    return html`<rect class="${kind}" x="${from}" y="${y + 4}" width="${to - from}" height="${ROW - 8}"/><text class="lane" x="${from + 8}" y="${y + 18}">${text}</text>`
  })
  return html`<text class="lane" x="${LEFT - 10}" y="${y + 18}" text-anchor="end">${name}</text>${parts}`
}
