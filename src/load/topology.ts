/** Text of a topology file to the complete topology. Pure: the text comes in, errors have all problems. */
import { deepFreeze } from '../lib/deep-freeze.ts'
import type { Settings } from '../model/matrix.ts'
import type { Topology } from '../model/topology.ts'
import { type Problem, throwIfAny } from './problem.ts'
import { assignAsNumbers } from './resolve/as-numbers.ts'
import { assemble } from './resolve/assemble.ts'
import { checkAutonomousSystems } from './resolve/autonomous-systems.ts'
import { draft } from './resolve/drafts.ts'
import { inherit } from './resolve/inherit.ts'
import { checkNeighbourKeys } from './resolve/neighbour-keys.ts'
import type { Report } from './resolve/report.ts'
import { withSettings } from './resolve/settings.ts'
import { salvage } from './salvage.ts'
import { type TopologyFile, topologyFile } from './topology-schema.ts'
import { readSource, type Source } from './yaml-source.ts'

export interface TopologyOptions {
  /** Names of the router software that exists. */
  readonly kinds: readonly string[]
  /** Stronger than every seed in the file. */
  readonly seed?: number | undefined
  /** In place of what the file says of them, for every node. */
  readonly settings?: Settings | undefined
}

/** Throws an InputError with every problem of the file. `file` is the name that problems carry. */
export const loadTopology = (file: string, text: string, options: TopologyOptions): Topology => {
  const source = withSettings(readSource(file, text), options.settings ?? {})
  throwIfAny(source.problems)
  const { value, problems, origin } = salvage(source, topologyFile)
  const all: Problem[] = [...problems]
  const report: Report = (path, message, where) => {
    all.push(source.problem(origin(path), message, where))
  }
  const topology =
    value &&
    resolve(value, { ...options, ignored: writtenNames(source) }, report, () => all.length > 0)
  throwIfAny(all)
  return deepFreeze(topology as Topology)
}

/** Names under `nodes:`, also of nodes that were taken out for their mistakes. */
const writtenNames = ({ value }: Source): ReadonlySet<string> => {
  const nodes = (value as { nodes?: unknown } | null)?.nodes
  return new Set(typeof nodes === 'object' && nodes !== null ? Object.keys(nodes) : [])
}

interface Context extends TopologyOptions {
  readonly ignored: ReadonlySet<string>
}

const resolve = (
  file: TopologyFile,
  context: Context,
  report: Report,
  hasProblems: () => boolean,
): Topology => {
  const drafts = draft(file, report, context)
  const nodes = inherit(file, drafts.nodes, report, context)
  if (nodes.length === 0 && !hasProblems())
    report([], 'the topology has no nodes', { hint: 'write nodes: or generate:' })
  const asns = assignAsNumbers(nodes)
  checkNeighbourKeys(drafts.links, asns, report)
  // What was taken out above may have been what held an AS together.
  if (!hasProblems()) checkAutonomousSystems(nodes, drafts.links, asns, report)
  return assemble({ file, nodes, links: drafts.links, asns, seed: context.seed }, report)
}
