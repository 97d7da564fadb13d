/** What the tests of the runner share: plans, activations and a run on the scripted testbed. */
import type { Effect } from '../../src/model/effect.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import type { AssertionText, Limits, Plan } from '../../src/model/plan.ts'
import type { Activation, Timeline } from '../../src/model/timeline.ts'
import { type Journal, memoryJournal } from '../../src/run/journal.ts'
import { type RunOptions, runPlan } from '../../src/run/run.ts'
import type { RunResult } from '../../src/run/verdict.ts'
import { lab } from '../faults/lab.ts'
import { predict, type Script, type ScriptedTestbed, scriptedTestbed } from './scripted-testbed.ts'

export interface Played {
  readonly result: RunResult
  readonly journal: Journal
  readonly testbed: ScriptedTestbed
  /** Entries of the types, as `t type id`, `t` in milliseconds after t0. */
  lines(...types: JournalEntry['type'][]): readonly string[]
}

export interface Setting {
  readonly script?: Script
  readonly limits?: Partial<Limits>
  readonly steadyMs?: number
  readonly assertions?: readonly AssertionText[]
  readonly options?: Partial<RunOptions>
  readonly signal?: AbortSignal
  /** Sees every entry as it is written. */
  onEntry?(entry: JournalEntry): void
}

export const playRun = async (timeline: Timeline, setting: Setting = {}): Promise<Played> => {
  const testbed = scriptedTestbed(setting.script)
  const journal = memoryJournal()
  if (setting.onEntry) journal.subscribe(setting.onEntry)
  const result = await runPlan(
    {
      plan: planWith(setting),
      timeline,
      testbed,
      backend: 'scripted',
      versions: { chaoslemur: '0' },
      iteration: 1,
      journal,
      predict,
      ...setting.options,
    },
    setting.signal ?? new AbortController().signal,
  )
  const lines = (...types: JournalEntry['type'][]) => linesOf(journal.entries, types)
  return { result, journal, testbed, lines }
}

export const planWith = ({ limits, steadyMs = 2_000, assertions = [] }: Setting): Plan => ({
  name: 'scripted',
  seed: 1,
  topology: lab,
  steadyState: { sessions: true, routes: true, quietMs: steadyMs, timeoutMs: 10_000 },
  load: [],
  steps: [],
  repeat: 1,
  limits: { keepConnected: [], faultTtlMs: 180_000, ...limits },
  assertions,
  probes: { intervalMs: 0, streams: 0 },
})

/** A cut of `r1--r2` at t0, 20 s long, unless told otherwise. */
export const activation = (id: string, rest: Partial<Activation> = {}): Activation => ({
  id,
  step: id.split('.')[0] as string,
  fault: 'link-down',
  params: {},
  on: ['r1--r2'],
  adjacent: ['r1', 'r2'],
  start: { type: 'at', atMs: 0 },
  forMs: 20_000,
  phases: [{ afterMs: 0, effects: cut('r1--r2') }],
  silentForMs: 0,
  place: 'plan.yaml:1:1',
  ...rest,
})

/** Without an end of its own. */
export const endless = (id: string, rest: Partial<Activation> = {}): Activation => {
  const { forMs: _, ...activity } = activation(id, rest)
  return activity
}

export const cut = (link: string): readonly Effect[] =>
  link.split('--').map((node) => ({ lever: 'carrier', end: { link, node }, up: false }))

export const stop = (node: string): readonly Effect[] => [
  { lever: 'process', node, state: 'stopped', how: 'kill' },
]

export const at = (atMs: number): Pick<Activation, 'start'> => ({ start: { type: 'at', atMs } })

export const after = (
  id: string,
  event: 'started' | 'injected' | 'healed' | 'converged' | 'ended',
  delayMs = 0,
): Pick<Activation, 'start'> => ({
  start: { type: 'after', activations: [id], event, delayMs },
})

const linesOf = (entries: readonly JournalEntry[], types: readonly string[]): readonly string[] => {
  const zero = entries.find(({ type }) => type === 'steady-state-reached')?.at ?? 0
  return entries
    .filter(({ type }) => types.includes(type))
    .map((entry) => `${entry.at - zero} ${entry.type} ${subjectOf(entry)}`)
}

const subjectOf = (entry: JournalEntry): string => {
  switch (entry.type) {
    case 'fault-started':
      return entry.id
    case 'step-skipped':
      return `${entry.step}: ${entry.reason}`
    case 'settled':
      return [entry.instance, entry.half, entry.outcome, ...(entry.note ? [entry.note] : [])].join(
        ' ',
      )
    default:
      return 'instance' in entry ? entry.instance : ''
  }
}
