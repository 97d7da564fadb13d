/** The cells of a matrix: the plan on each changed topology, or what is wrong with it there. */
import { InputError } from '../../lib/errors.ts'
import { type Cell, cellNames, combinations, type Settings } from '../../model/matrix.ts'
import type { Plan } from '../../model/plan.ts'
import type { Topology } from '../../model/topology.ts'
import type { Problem } from '../problem.ts'
import type { Source } from '../yaml-source.ts'
import { findTopology, type TopologyLoaders } from './topology-of-plan.ts'

export interface Cells {
  readonly cells: readonly Cell[]
  readonly problems: readonly Problem[]
}

export interface CellParts {
  readonly source: Source
  readonly text: string
  readonly loaders: TopologyLoaders
  /** The plan on another topology. */
  planOn(topology: Topology): { readonly plan: Plan; readonly problems: readonly Problem[] }
}

const MOST_CELLS = 100

/** Of a file that is right in itself: each value was checked. */
export const readCells = async (parts: CellParts): Promise<Cells> => {
  const { source } = parts
  const axes = (source.value as { readonly matrix: Readonly<Record<string, (string | number)[]>> })
    .matrix
  const all = combinations(axes)
  if (all.length > MOST_CELLS) {
    const message = `${all.length} combinations are more than ${MOST_CELLS}`
    return { cells: [], problems: [source.problem(['matrix'], message, { at: 'key' })] }
  }
  const names = cellNames(all)
  const read = await Promise.all(
    all.map((settings, at) => readCell(parts, names[at] as string, settings)),
  )
  return {
    cells: read.flatMap(({ cell }) => cell ?? []),
    problems: withoutEchoes(read.flatMap(({ problems }) => problems)),
  }
}

interface ReadCell {
  readonly cell?: Cell
  readonly problems: readonly Problem[]
}

const readCell = async (
  { source, text, loaders, planOn }: CellParts,
  name: string,
  settings: Settings,
): Promise<ReadCell> => {
  const refuse = (message: string) => [
    source.problem(['matrix'], `${name}: ${message}`, { at: 'key' }),
  ]
  try {
    const found = await findTopology(source, text, loaders, settings)
    if (!found.topology)
      return { problems: refuse(found.message ?? firstLine(found.problems[0] ?? '')) }
    const { plan, problems } = planOn(found.topology)
    if (problems.length > 0)
      return { problems: problems.map((one) => ({ ...one, message: `${name}: ${one.message}` })) }
    return { cell: { name, settings, plan: { ...plan, settings } }, problems: [] }
  } catch (error) {
    if (error instanceof InputError) return { problems: refuse(firstLine(error.message)) }
    throw error
  }
}

/** Without its place, which is in another file: the cell is what is wrong. */
const firstLine = (text: string): string =>
  (text.split('\n')[0] ?? '').replace(/^\S+:\d+:\d+: /, '')

/** The same trouble in several cells is told of the first. */
const withoutEchoes = (problems: readonly Problem[]): readonly Problem[] => {
  const seen = new Set<string>()
  return problems.filter(({ line, column, message }) => {
    const key = `${line}:${column}:${message.slice(message.indexOf(': '))}`
    return !seen.has(key) && seen.add(key)
  })
}
