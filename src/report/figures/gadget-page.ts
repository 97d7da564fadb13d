/** A gadget as a page like that of a run: what it shows, its drawing, and how it was played. */
import type { Gadget } from '../../events/gadgets/define.ts'
import { DRAWN, LOCKSTEP, type Played, playGadget } from '../../events/gadgets/play.ts'
import { stableStates } from '../../events/stable-states.ts'
import { renderDocument } from '../html/document.ts'
import { type Html, html } from '../html/html.ts'
import { table } from '../html/table.ts'
import { figureInPage } from './figure.ts'
import { gadgetFigure } from './gadget-figure.ts'
import { pathText } from './gadget-notes.ts'

export interface Play {
  readonly timing: string
  readonly acts: readonly Played[]
}

/** In step, and with what the seed draws. */
export const playsOf = (gadget: Gadget, seed: number): readonly Play[] => [
  { timing: 'in step', acts: playGadget(gadget, LOCKSTEP, seed) },
  { timing: `drawn, seed ${seed}`, acts: playGadget(gadget, DRAWN, seed) },
]

export const outcomeText = ({ outcome, certain, periodMs }: Played['result']): string => {
  if (outcome !== 'oscillating') return outcome
  return certain ? `oscillating, for ever, every ${periodMs} ms` : 'oscillating, states come again'
}

/** The same gadget, seed and style give the same octets. `css`: as renderDocument has it. */
export const renderGadgetPage = (gadget: Gadget, seed: number, css: string): string =>
  renderDocument(
    {
      title: `${gadget.name} - chaoslemur`,
      kind: 'chaoslemur gadget report',
      heading: gadget.name,
      sub: gadget.summary,
      parts: [
        { id: 'gadget', title: 'What it is', content: facts(gadget) },
        { id: 'drawing', title: 'Drawing', content: figureInPage(gadgetFigure(gadget)) },
        { id: 'stable-states', title: 'Stable states', content: states(gadget) },
        {
          id: 'played',
          title: 'Played',
          content: html`${playsOf(gadget, seed).map((play) => playTable(gadget, play))}`,
        },
      ],
      footer: 'Everything here is computed from the gadget and the seed, by the event simulator.',
    },
    css,
  )

const facts = ({ source, network, acts = [] }: Gadget): Html => {
  const pairs = [
    ['Source', source],
    ['Routers', String(network.routers.length)],
    ['Sessions', String(network.sessions.length)],
    ['Events', ['announced', ...acts.map(({ name }) => name)].join('; ')],
  ]
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

const states = ({ network }: Gadget): Html => {
  const stable = stableStates(network)
  if (stable.length === 0)
    return html`<p>There is none: whatever the routers have chosen, one of them has something better to choose. All states were tried.</p>`
  return table({
    caption: `AS path of each router in the ${stable.length} stable states; all states were tried`,
    head: ['Router', ...stable.map((_, i) => `State ${i + 1}`)],
    rows: network.routers.flatMap(({ name, announces }, node) =>
      announces ? [] : [[name, ...stable.map(({ asPaths }) => pathText(network, asPaths[node]))]],
    ),
  })
}

const playTable = ({ network }: Gadget, { timing, acts }: Play): Html =>
  table({
    caption: `Timing: ${timing}`,
    head: ['Event', 'Outcome', 'Seconds', 'Messages', 'Withdrawals', 'AS paths at the end'],
    rows: acts.map(({ act, result, asPaths }) => [
      ...[act, outcomeText(result), (result.convergenceMs / 1000).toFixed(2)],
      ...[result.messages, result.withdrawals],
      result.outcome === 'converged'
        ? network.routers
            .flatMap(({ name, announces }, node) =>
              announces ? [] : [`${name}: ${pathText(network, asPaths[node])}`],
            )
            .join(', ')
        : '-',
    ]),
    figures: [2, 3, 4],
  })
