/** The control run of an experiment: the plan as it was played, without its faults. */
import type { JournalEntry } from '../model/event.ts'
import type { Load } from '../model/load.ts'
import type { Plan } from '../model/plan.ts'
import { type RunOptions, runPlan } from '../run/run.ts'
import type { RunResult } from '../run/verdict.ts'

/** As long as the iteration with these entries was; nothing where that one never began. */
export const playControl = async (
  options: Omit<RunOptions, 'timeline' | 'judge' | 'forMs'>,
  entries: readonly JournalEntry[],
  signal: AbortSignal,
): Promise<readonly RunResult[]> => {
  const t0 = entries.find(({ type }) => type === 'steady-state-reached')?.at
  const endAt = entries.at(-1)?.at
  if (t0 === undefined || endAt === undefined) return []
  const plan = {
    ...options.plan,
    load: options.plan.load.map((load) => asPlayed(load, entries, t0)),
  }
  return [await runPlan({ ...options, plan, timeline: [], forMs: endAt - t0 }, signal)]
}

/** A load that waited for a fault begins when it did then. */
const asPlayed = (
  load: Load,
  entries: readonly JournalEntry[],
  t0: number,
): Plan['load'][number] => {
  const started = entries.find((entry) => entry.type === 'load-started' && entry.load === load.id)
  if (load.start.type === 'at' || !started) return load
  return { ...load, start: { type: 'at', atMs: Math.max(0, started.at - t0) } }
}
