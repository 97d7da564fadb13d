/** Plans with a matrix, on the command line: all cells of it, or one. */
import { didYouMean } from '../lib/did-you-mean.ts'
import { InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import { type Cell, shortKey } from '../model/matrix.ts'
import type { Plan } from '../model/plan.ts'
import type { Timeline } from '../model/timeline.ts'
import { timelineText } from '../run/timeline-text.ts'

export const CELL_OPTION = [
  '--cell <name>',
  'of a plan with a matrix: only this combination',
] as const

/** The plan of that cell, which is no matrix any more; the plan itself when no cell is named. */
export const planOfCell = (plan: Plan, name: string | undefined): Plan => {
  if (name === undefined) return plan
  const { cells } = plan
  if (!cells) throw new InputError(`--cell ${name}: this plan has no matrix`)
  const names = cells.map((cell) => cell.name)
  const cell = cells.find((candidate) => candidate.name === name)
  if (!cell)
    throw new InputError(`--cell ${name}: there is no such cell`, {
      hint: didYouMean(name, names),
    })
  return cell.plan
}

interface ExpandedCell {
  readonly cell: Cell
  readonly timeline: Timeline
}

/** The cells, then what happens in each; once where it is the same in all. */
export const cellsText = (expanded: readonly ExpandedCell[]): string => {
  const texts = expanded.map(({ cell, timeline }) => timelineText(timeline, cell.plan.load))
  const same = new Set(texts).size === 1
  return [
    cellTable(expanded.map(({ cell }) => cell)),
    ...(same ? texts.slice(0, 1) : texts.map((text, at) => `${expanded[at]?.cell.name}\n${text}`)),
  ].join('\n\n')
}

const cellTable = (cells: readonly Cell[]): string =>
  renderTable(
    [
      { title: 'CELL' },
      ...Object.keys(cells[0]?.settings ?? {}).map((key) => ({
        title: shortKey(key).toUpperCase(),
      })),
      { title: 'ROUTERS', align: 'right' },
      { title: 'LINKS', align: 'right' },
      { title: 'REPEATS', align: 'right' },
    ],
    cells.map(({ name, settings, plan: { topology, repeat } }) => [
      name,
      ...Object.values(settings).map(String),
      String(topology.nodes.length),
      String(topology.links.length),
      String(repeat),
    ]),
  )

/** For --json. */
export const cellsData = (expanded: readonly ExpandedCell[]) =>
  expanded.map(({ cell: { name, settings, plan }, timeline }) => ({
    cell: name,
    settings,
    steps: [...plan.load, ...timeline],
  }))
