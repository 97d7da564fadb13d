/** One plan on one backend, in the same way as `chaoslemur run` plays it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inventory } from '../../src/backends/docker/inventory.ts'
import { chooseVenue } from '../../src/cli/choose-venue.ts'
import { type Context, dockerOf } from '../../src/cli/context.ts'
import { experiment } from '../../src/cli/experiment.ts'
import { faults } from '../../src/faults/index.ts'
import { explain, InputError } from '../../src/lib/errors.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { parseJournal } from '../../src/run/journal.ts'
import { expand } from '../../src/run/timeline.ts'
import type { PlanFile, ReadPlan } from './plans.ts'

export type Backend = 'sim' | 'docker'

/** A journal that came to its end, or why there is none. */
export type Played = { readonly journal: readonly RunEvent[] } | { readonly why: string }

export interface PlayOptions {
  readonly backend: Backend
  /** Folder of run folders. */
  readonly runs: string
  readonly signal: AbortSignal
  note(line: string): void
}

/** Longer than any of the plans takes on real routers. */
const LIMIT_MS = 10 * 60_000

/** Takes its lab down whatever happens. Never rejects. */
export const play = async (
  { file }: PlanFile,
  { plan, text }: ReadPlan,
  { backend, runs, signal, note }: PlayOptions,
): Promise<Played> => {
  const context: Context = {
    options: { backend, logLevel: 'error' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    print: note,
    note,
  }
  try {
    const venue = await chooseVenue(context)
    if (backend === 'docker') await refuseTaken(context, plan.topology.name)
    try {
      const timeline = expand(plan, faults)
      const folder = join(runs, backend)
      const { run } = await experiment(context, venue, { plan, file, text, timeline, runs: folder })
      return { journal: run.entries }
    } finally {
      await venue.down(plan.topology.name)
    }
  } catch (error) {
    return { why: firstProblem(error) }
  }
}

/** The newest journal of the plan that came to its end. */
export const replay = (
  { name }: PlanFile,
  { runs, backend }: Pick<PlayOptions, 'runs' | 'backend'>,
): Played => {
  const folder = join(runs, backend)
  for (const entry of foldersIn(folder)
    .filter((path) => isRunOf(path, name))
    .toReversed()) {
    const journal = parseJournal(readFileSync(join(folder, entry, 'events.jsonl'), 'utf8'))
    if (journal.some(({ type }) => type === 'run-ended')) return { journal }
  }
  return { why: `no run of it in ${folder}` }
}

const foldersIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

const isRunOf = (folder: string, plan: string): boolean =>
  folder.replace(/-\d{8}-\d{6}(-\d+)?$/, '') === plan

const refuseTaken = async (context: Context, lab: string): Promise<void> => {
  const { containers, networks } = await inventory(dockerOf(context).engine, lab)
  if (containers.length + networks.length === 0) return
  throw new InputError(`lab ${lab} is there already`, { hint: `chaoslemur down ${lab}` })
}

/** Without its place: the row of the table says which plan it is. */
const firstProblem = (error: unknown): string =>
  (explain(error).split('\n')[0] ?? '').replace(/^.*?\.yaml:\d+:\d+:?\s*/, '')
