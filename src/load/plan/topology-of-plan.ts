/** The topology that a plan names or holds. */
import { dirname, isAbsolute, join } from 'node:path'
import { isCollection, parseDocument } from 'yaml'
import { InputError } from '../../lib/errors.ts'
import type { Settings } from '../../model/matrix.ts'
import type { Topology } from '../../model/topology.ts'
import type { Source } from '../yaml-source.ts'

export interface TopologyLoaders {
  /** Used in place of what the plan says. */
  readonly topology?: Topology | undefined
  /** With these settings in place of what the file says of them. */
  loadTopology(path: string, settings?: Settings): Topology | Promise<Topology>
  parseTopology(file: string, text: string, settings?: Settings): Topology
}

export interface Found {
  readonly topology?: Topology
  /** Ready to print. */
  readonly problems: readonly string[]
  /** What is wrong with the key itself. */
  readonly message?: string
}

/** Problems inside a topology file are shown with that file, a file that cannot be read with the plan's line. */
export const findTopology = async (
  source: Source,
  text: string,
  loaders: TopologyLoaders,
  settings?: Settings,
): Promise<Found> => {
  const written = (source.value as { readonly topology?: unknown } | null)?.topology
  if (loaders.topology) return { topology: loaders.topology, problems: [] }
  if (typeof written !== 'string' && (typeof written !== 'object' || written === null))
    return { problems: [] }
  try {
    const topology =
      typeof written === 'string'
        ? await loaders.loadTopology(pathFrom(source.file, written), settings)
        : loaders.parseTopology(source.file, onlyTopology(text), settings)
    return { topology, problems: [] }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const hasPlace = error.problems.every((problem) => problem.includes('\n'))
    return hasPlace ? { problems: error.problems } : { problems: [], message: error.message }
  }
}

const pathFrom = (planFile: string, written: string): string =>
  isAbsolute(written) ? written : join(dirname(planFile), written)

/** Everything else is blanked out, so that lines and columns stay those of the plan. */
const onlyTopology = (text: string): string => {
  const node = parseDocument(text).get('topology', true) as { readonly range?: readonly number[] }
  const [start = 0, end = 0] = isCollection(node) ? (node.range ?? []) : []
  return `${blank(text.slice(0, start))}${text.slice(start, end)}`
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, ' ')
