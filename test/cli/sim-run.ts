/** What `run --backend sim` does, in this process. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../src/cli/context.ts'
import { type Done, experiment } from '../../src/cli/experiment.ts'
import { readPlan } from '../../src/cli/inputs.ts'
import { simVenue } from '../../src/cli/sim-venue.ts'
import { faults } from '../../src/faults/index.ts'
import { expand } from '../../src/run/timeline.ts'

export interface SimRun {
  readonly file: string
  /** Folder of run folders. */
  readonly runs: string
  readonly seed?: number
  readonly signal?: AbortSignal
  onNote?(line: string): void
}

export const runOnSim = async ({ file, runs, seed, signal, onNote }: SimRun): Promise<Done> => {
  const context: Context = {
    options: { backend: 'sim', logLevel: 'warn', ...(seed !== undefined && { seed }) },
    signal: signal ?? new AbortController().signal,
    print: () => {},
    note: (line) => onNote?.(line),
  }
  const { plan, text } = await readPlan(context, file)
  const timeline = expand(plan, faults)
  return experiment(context, simVenue(context), { plan, file, text, timeline, runs })
}

export const journalText = ({ run }: Done): string =>
  readFileSync(join(run.folder as string, 'events.jsonl'), 'utf8')
