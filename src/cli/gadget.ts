import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Command } from 'commander'
import type { Gadget } from '../events/gadgets/define.ts'
import { gadgets } from '../events/gadgets/index.ts'
import type { RouteState } from '../events/route-state.ts'
import { stableStates } from '../events/stable-states.ts'
import { BackendError, InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import { figureFile } from '../report/figures/figure.ts'
import { gadgetFigure } from '../report/figures/gadget-figure.ts'
import { outcomeText, type Play, playsOf, renderGadgetPage } from '../report/figures/gadget-page.ts'
import { type Context, show } from './context.ts'
import { drawingTheme, reportTheme } from './report-theme.ts'
import type { Run } from './run-type.ts'

export const gadget = (program: Command, run: Run): void => {
  program
    .command('gadget')
    .description(
      'list, play or draw networks whose behaviour theory knows: BAD GADGET, wedgies ...',
    )
    .argument('[name]', 'which one; without it, all are listed')
    .option('--report <file>', 'draw it: a page (.html) or the drawing alone (.svg)')
    .action(run(playIt))
}

interface Options {
  readonly report?: string
}

const playIt = async (
  context: Context,
  name: string | undefined,
  { report }: Options,
): Promise<void> => {
  if (name === undefined) {
    if (report !== undefined)
      throw new InputError('which gadget is to be drawn?', { hint: 'chaoslemur gadget' })
    return list(context)
  }
  const chosen = gadgets.find((one) => one.name === name)
  if (!chosen) throw new InputError(`unknown gadget ${name}`, { hint: 'chaoslemur gadget' })
  const { seed = 1 } = context.options
  if (report !== undefined) return draw(context, chosen, seed, report)
  const stable = stableStates(chosen.network)
  const plays = playsOf(chosen, seed)
  show(context, factsOf(chosen, stable, plays), () =>
    [
      `${chosen.name}: ${chosen.summary}`,
      `source: ${chosen.source}`,
      `stable states: ${stable.length}`,
      ...stable.map((state) => `  ${routesOf(chosen, state.asPaths)}`),
      '',
      table(chosen, plays),
    ].join('\n'),
  )
}

const list = (context: Context): void => {
  const facts = gadgets.map(({ name, summary, source }) => ({ name, summary, source }))
  show(context, facts, () => {
    const table = renderTable(
      [{ title: 'gadget' }, { title: 'what it shows' }],
      facts.map(({ name, summary }) => [name, summary]),
    )
    return `${table}\n\nchaoslemur gadget NAME plays one; --report FILE.html draws it`
  })
}

const FORMS: Readonly<Record<string, (gadget: Gadget, seed: number) => string>> = {
  '.html': (gadget, seed) => renderGadgetPage(gadget, seed, reportTheme()),
  '.svg': (gadget) => figureFile(gadgetFigure(gadget), drawingTheme()),
}

const draw = (context: Context, gadget: Gadget, seed: number, path: string): void => {
  const render = FORMS[extname(path)]
  if (!render)
    throw new InputError(
      `${path}: a drawing is a file that ends in ${Object.keys(FORMS).join(' or ')}`,
    )
  if (context.options.dryRun) context.note(`would write ${path}`)
  else {
    write(path, render(gadget, seed))
    context.note(`wrote ${path}`)
  }
}

const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new BackendError(`cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
}

const TITLES = ['timing', 'event', 'outcome', 'seconds', 'messages', 'routes at the end']

const table = (chosen: Gadget, plays: readonly Play[]): string =>
  renderTable(
    TITLES.map((title, i) => ({ title, align: i === 3 || i === 4 ? 'right' : 'left' })),
    plays.flatMap(({ timing, acts }) =>
      acts.map(({ act, result, asPaths }) => {
        const { outcome, convergenceMs, messages } = result
        const end = outcome === 'converged' ? routesOf(chosen, asPaths) : ''
        const seconds = (convergenceMs / 1000).toFixed(2)
        return [timing, act, outcomeText(result), seconds, String(messages), end]
      }),
    ),
  )

/** Router and AS path of all that have one of other ASes. */
const routesOf = ({ network }: Gadget, asPaths: RouteState['asPaths']): string =>
  network.routers
    .map(({ name, announces }, node) =>
      announces ? '' : `${name}: ${asPaths[node]?.join(' ') ?? '-'}`,
    )
    .filter((text) => text !== '')
    .join('  ')

const factsOf = (
  { name, source, network }: Gadget,
  stable: readonly RouteState[],
  plays: readonly Play[],
) => {
  const routes = (asPaths: RouteState['asPaths']) =>
    Object.fromEntries(network.routers.map((router, node) => [router.name, asPaths[node] ?? null]))
  return {
    name,
    source,
    stableStates: stable.map(({ asPaths }) => routes(asPaths)),
    plays: plays.map(({ timing, acts }) => ({
      timing,
      acts: acts.map(({ act, result, asPaths }) => ({
        ...{ act, outcome: result.outcome, periodMs: result.periodMs ?? null },
        ...{ certain: result.certain, convergenceMs: result.convergenceMs },
        ...{ messages: result.messages, withdrawals: result.withdrawals, routes: routes(asPaths) },
      })),
    })),
  }
}
