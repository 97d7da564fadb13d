import type { Command } from 'commander'
import type { Gadget } from '../events/gadgets/define.ts'
import { gadgets } from '../events/gadgets/index.ts'
import { DRAWN, LOCKSTEP, type Played, playGadget } from '../events/gadgets/play.ts'
import type { RouteState } from '../events/route-state.ts'
import { stableStates } from '../events/stable-states.ts'
import { InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import { type Context, show } from './context.ts'
import type { Run } from './run-type.ts'

export const gadget = (program: Command, run: Run): void => {
  program
    .command('gadget')
    .description('play a network whose behaviour theory knows: DISAGREE, BAD GADGET, wedgie ...')
    .argument('[name]', 'which one; without it, all are listed')
    .action(run(playIt))
}

const playIt = async (context: Context, name: string | undefined): Promise<void> => {
  if (name === undefined) {
    const facts = gadgets.map(({ name, summary, source }) => ({ name, summary, source }))
    show(context, facts, () => listed(gadgets))
    return
  }
  const chosen = gadgets.find((one) => one.name === name)
  if (!chosen) throw new InputError(`unknown gadget ${name}`, { hint: 'chaoslemur gadget' })
  const { seed = 1 } = context.options
  const stable = stableStates(chosen.network)
  const plays = [
    { timing: 'in step', acts: playGadget(chosen, LOCKSTEP, seed) },
    { timing: `drawn, seed ${seed}`, acts: playGadget(chosen, DRAWN, seed) },
  ]
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

interface Play {
  readonly timing: string
  readonly acts: readonly Played[]
}

const listed = (all: readonly Gadget[]): string =>
  renderTable(
    [{ title: 'gadget' }, { title: 'what it shows' }],
    all.map(({ name, summary }) => [name, summary]),
  )

const TITLES = ['timing', 'event', 'outcome', 'seconds', 'messages', 'routes at the end']

const table = (chosen: Gadget, plays: readonly Play[]): string =>
  renderTable(
    TITLES.map((title, i) => ({ title, align: i === 3 || i === 4 ? 'right' : 'left' })),
    plays.flatMap(({ timing, acts }) =>
      acts.map(({ act, result, asPaths }) => {
        const { outcome, convergenceMs, messages } = result
        const end = outcome === 'converged' ? routesOf(chosen, asPaths) : ''
        const seconds = (convergenceMs / 1000).toFixed(2)
        return [timing, act, outcomeOf(result), seconds, String(messages), end]
      }),
    ),
  )

const outcomeOf = ({ outcome, certain, periodMs }: Played['result']): string => {
  if (outcome !== 'oscillating') return outcome
  return certain ? `oscillating, for ever, every ${periodMs} ms` : 'oscillating, states come again'
}

/** Router and AS path of all that have one of other ASes. */
const routesOf = ({ network }: Gadget, asPaths: Played['asPaths']): string =>
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
  const routes = (asPaths: Played['asPaths']) =>
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
