/** The control run of an experiment: the plan as it was played, without its faults. */
import type { JournalEntry } from '../model/event.ts'
import type { Load } from '../model/load.ts'
import type { StepEvent } from '../model/plan.ts'
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
const asPlayed = (load: Load, entries: readonly JournalEntry[], t0: number): Load => {
  const { start, id } = load
  if (start.type === 'at') return load
  // To bring its neighbours up takes a load some seconds, again and again: what it waited for counts.
  const causes = entries.filter((entry) => isCause(entry, start, entries)).map(({ at }) => at)
  const begun =
    entries.find((entry) => entry.type === 'load-started' && entry.load === id)?.at ?? t0
  const at = causes.length > 0 ? Math.max(...causes) + start.delayMs : begun
  return { ...load, start: { type: 'at', atMs: Math.max(0, at - t0) } }
}

const TYPES: Readonly<Record<StepEvent, JournalEntry['type']>> = {
  started: 'fault-started',
  injected: 'fault-injected',
  healed: 'fault-healed',
  converged: 'settled',
  ended: 'fault-ended',
}

const isCause = (
  entry: JournalEntry,
  { steps, event }: Extract<Load['start'], { type: 'after' }>,
  entries: readonly JournalEntry[],
): boolean => {
  if (entry.type !== TYPES[event]) return false
  if (entry.type === 'settled' && entry.outcome !== 'converged') return false
  const id = 'instance' in entry ? entry.instance : 'id' in entry ? entry.id : undefined
  return entries.some(
    (other) =>
      other.type === 'fault-started' &&
      other.id === id &&
      (steps.includes(other.id) || steps.includes(other.step)),
  )
}
