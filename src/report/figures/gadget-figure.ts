/** A gadget as a row of drawings: the network, its stable states, and what it goes through when it is played in step. */
import { cycleOf, type Frame } from '../../events/gadgets/cycle.ts'
import type { Gadget } from '../../events/gadgets/define.ts'
import { LOCKSTEP, type Played, playGadget } from '../../events/gadgets/play.ts'
import { isSameState, type RouteState } from '../../events/route-state.ts'
import { stableStates } from '../../events/stable-states.ts'
import { html } from '../html/html.ts'
import type { Figure } from './figure.ts'
import { drawPanel, type Panel } from './gadget-panel.ts'

const WIDTH = 960
const TOP = 34
const FOOT = 56

export const gadgetFigure = (gadget: Gadget): Figure => {
  const panels = panelsOf(gadget)
  // Many routers need more room.
  const columns = gadget.network.routers.length > 6 ? 2 : 3
  const height = columns === 2 ? 330 : 260
  const width = WIDTH / columns
  const rows = Math.ceil(panels.length / columns)
  const bottom = TOP + rows * height
  return {
    name: `gadget-${gadget.name}`,
    width: WIDTH,
    height: bottom + FOOT,
    label: `${gadget.name}: ${gadget.summary}. ${panels.map(({ title, sub }) => `${title}: ${sub}`).join('; ')}`,
    content: html`<text class="title" x="14" y="22">${gadget.name}</text>${panels.map((panel, i) =>
      drawPanel(gadget, panel, {
        left: (i % columns) * width + 14,
        top: TOP + Math.floor(i / columns) * height + 8,
        width: width - 28,
        height: height - 16,
      }),
    )}${LEGEND.map((text, i) => html`<text x="14" y="${bottom + 14 + 16 * i}">${text}</text>`)}`,
  }
}

const LEGEND = [
  'Network: triangles point from a provider to its customer and from a reflector to its client;',
  'ranked paths have the best one first; broken lines are iBGP sessions, dotted ones IGP links.',
  'States: an arrow leads to the router that told the best path, the text is its AS path; a ring marks what is new.',
]

/** Stable states that no act ends in are drawn by themselves. */
const panelsOf = (gadget: Gadget): readonly Panel[] => {
  const stable = stableStates(gadget.network)
  const acts = actPanels(gadget, stable)
  const unseen = stable.filter(
    (state) =>
      !acts.some((panel) => panel.state && !panel.down?.length && isSameState(panel.state, state)),
  )
  const states = unseen.map(
    (state): Panel => ({ title: nameOf(stable, state), sub: 'found by trying all states', state }),
  )
  const count = stable.length === 1 ? '1 stable state' : `${stable.length} stable states`
  return [{ title: 'the network', sub: count }, ...states, ...acts]
}

const nameOf = (stable: readonly RouteState[], state: RouteState): string =>
  `stable state ${1 + stable.findIndex((one) => isSameState(one, state))} of ${stable.length}`

const actPanels = (gadget: Gadget, stable: readonly RouteState[]): readonly Panel[] => {
  const down: (readonly [string, string])[] = []
  return playGadget(gadget, LOCKSTEP, 1).flatMap((played, at) => {
    const act = gadget.acts?.[at - 1]
    for (const ends of act?.down ?? []) down.push(ends)
    for (const [a, b] of act?.up ?? [])
      down.splice(
        down.findIndex(([c, d]) => a === c && b === d),
        1,
      )
    const now = [...down]
    return played.result.outcome === 'converged'
      ? [restPanel(played, stable, now)]
      : cyclePanels(played, cycleOf(gadget, at), now, gadget)
  })
}

const restPanel = (
  { act, ...state }: Played,
  stable: readonly RouteState[],
  down: Panel['down'] = [],
): Panel => {
  const isKnown = down.length === 0 && stable.some((one) => isSameState(one, state))
  return { title: act, sub: isKnown ? nameOf(stable, state) : 'at rest', state, down }
}

const cyclePanels = (
  { act, result: { periodMs } }: Played,
  frames: readonly Frame[],
  down: Panel['down'] = [],
  { network: { routers } }: Gadget,
): readonly Panel[] =>
  frames.map((state, i): Panel => {
    const before = frames.at(i - 1) as Frame
    const changed = routers.flatMap(({ name }, node) =>
      String(state.asPaths[node]) === String(before.asPaths[node]) &&
      state.from[node] === before.from[node]
        ? []
        : [name],
    )
    return {
      ...{ title: `${act}: ${i + 1} of ${frames.length}, ${state.atMs} ms`, state, down, changed },
      sub: `for ever, the same again after ${periodMs} ms`,
    }
  })
