import type { Command } from 'commander'
import { asRelLines } from '../internet/as-rel/write.ts'
import { buildGraph } from '../internet/graph.ts'
import { createPathReading, readPaths } from '../internet/infer/read-paths.ts'
import { inferRelationships } from '../internet/infer/relationships.ts'
import { statisticsOf } from '../internet/statistics.ts'
import { InputError } from '../lib/errors.ts'
import { nameOf, readBytes } from '../lib/read-bytes.ts'
import { type Context, refuseDryRun } from './context.ts'
import { statisticsTable } from './internet-stats.ts'
import type { Run } from './run-type.ts'
import { writeLines } from './write-lines.ts'

export const infer = (group: Command, run: Run): void => {
  group
    .command('infer')
    .description('AS relationships from the paths of MRT tables, in the form as-rel2')
    .argument('<file...>', 'MRT table dumps, also gzip, or - for stdin')
    .option('-o, --output <file>', 'write them there instead of printing them')
    .action(run(inferIt))
}

const inferIt = async (
  context: Context,
  files: readonly string[],
  { output }: { readonly output?: string },
): Promise<void> => {
  refuseDryRun(context, 'what it finds is not known beforehand')
  const reading = createPathReading()
  let problems = 0
  for (const path of files) {
    const pieces = readBytes(path, { signal: context.signal })
    await readPaths(reading, { name: nameOf(path), pieces }, (problem) => {
      problems++
      if (problems <= SHOWN) context.note(problem)
    })
  }
  const { paths, routes, flawed } = reading
  if (paths.links.size === 0)
    throw new InputError(`${files.map(nameOf).join(', ')}: no AS paths in a table of routes`)
  const { links, clique, explained } = inferRelationships(paths)
  const graph = buildGraph(links)
  const figures = statisticsOf(graph)
  const quality = {
    routes,
    leftOut: flawed,
    unread: problems,
    paths: paths.size,
    explainedPaths: explained.paths,
    explainedShare: explained.paths / paths.size,
    clique,
  }
  const comments = [
    `inferred by chaoslemur from ${files.map(nameOf).join(', ')}`,
    `input clique: ${clique.join(' ')}`,
  ]
  if (context.options.json && output !== undefined)
    context.print(JSON.stringify({ ...quality, ...figures }, null, 2))
  else {
    context.note(qualityText(quality))
    context.note(statisticsTable(figures))
  }
  await writeLines(context, asRelLines(graph, { comments, source: 'inferred' }), output)
}

const SHOWN = 10

interface Quality {
  readonly routes: number
  readonly leftOut: Readonly<Record<string, number>>
  readonly unread: number
  readonly paths: number
  readonly explainedPaths: number
  readonly explainedShare: number
  readonly clique: readonly number[]
}

const qualityText = (quality: Quality): string => {
  const { empty = 0, loop = 0, reserved = 0 } = quality.leftOut
  return [
    `${quality.routes} routes with ${quality.paths} different paths; left out: ${empty} without a path, ` +
      `${loop} with a loop, ${reserved} with a reserved AS number`,
    ...(quality.unread > 0 ? [`${quality.unread} records could not be read`] : []),
    `clique: ${quality.clique.join(' ')}`,
    `${quality.explainedPaths} paths (${(100 * quality.explainedShare).toFixed(2)} %) have no valley under the result`,
  ].join('\n')
}
