/** Plays a timeline on a testbed: observe, wait for the steady state, break and heal, judge. */
import { explain } from '../lib/errors.ts'
import type { JournalEntry, RunEvent } from '../model/event.ts'
import type { Contention, Plan } from '../model/plan.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Timeline } from '../model/timeline.ts'
import { Actuator } from './actuator.ts'
import type { Predict } from './ask.ts'
import { doubtsIn } from './doubts.ts'
import type { Journal } from './journal.ts'
import { observe } from './observe.ts'
import { playTimeline } from './scheduler.ts'
import type { Stage } from './stage.ts'
import { awaitSteadyState } from './steady-state.ts'
import { type RunResult, verdictOf } from './verdict.ts'

export interface RunOptions {
  readonly plan: Plan
  readonly timeline: Timeline
  readonly testbed: Testbed
  /** Name of the backend, and versions of all that took part, for the journal. */
  readonly backend: string
  readonly versions: Readonly<Record<string, string>>
  /** From 1. */
  readonly iteration: number
  readonly journal: Journal
  readonly predict: Predict
  /** Where capture files go; none are kept when absent. */
  readonly captureFolder?: string
  /** Judges the assertions after the last heal, from the entries of this iteration. */
  judge?(entries: readonly JournalEntry[]): readonly Judgement[]
  /** A control run, so long from t0 on, milliseconds. */
  readonly forMs?: number
  /** What is done about a host that was too busy; it is said when absent. */
  readonly contention?: Contention
  /** How long the network may stay busy past the settle horizon, milliseconds. */
  readonly settleTimeoutMs?: number
}

export interface Judgement {
  readonly text: string
  readonly passed: boolean
  readonly got: string
}

/**
 * One iteration. Whatever happens, all effects are gone and `run-ended` is written before it returns
 * or rejects; it rejects only when the environment failed. An abort of `signal` is a verdict.
 */
export const runPlan = async (options: RunOptions, signal: AbortSignal): Promise<RunResult> => {
  const { testbed, journal } = options
  const first = journal.entries.length
  const at = testbed.clock.now()
  journal.write(startOf(options, at))
  try {
    await observed(options, signal)
  } catch (error) {
    if (!signal.aborted) {
      journal.write({ type: 'invalidated', at: testbed.clock.now(), reason: explain(error) })
      end(options, first, false)
      throw error
    }
  }
  if (!signal.aborted) {
    doubt(options, first)
    judge(options, first)
  }
  return end(options, first, signal.aborted)
}

const DEFAULT_SETTLE_TIMEOUT_MS = 60_000

const startOf = (options: RunOptions, at: number): RunEvent => {
  const { plan, iteration, backend, versions } = options
  const { name, seed, topology, probes } = plan
  const timers = Object.fromEntries(topology.nodes.map((node) => [node.name, node.timers]))
  return {
    type: 'run-started',
    at,
    plan: name,
    seed,
    iteration,
    ...(options.forMs !== undefined && { control: true as const }),
    backend,
    versions,
    timers,
    topology,
    probeIntervalMs: probes.intervalMs,
  }
}

/** An iteration that was interrupted is worth nothing anyway. */
const doubt = ({ testbed, journal, contention = 'warn' }: RunOptions, first: number): void => {
  if (contention === 'ignore') return
  const type = contention === 'invalid' ? 'invalidated' : 'doubted'
  for (const reason of doubtsIn(journal.entries.slice(first)))
    journal.write({ type, at: testbed.clock.now(), reason })
}

const judge = ({ testbed, journal, judge }: RunOptions, first: number): void => {
  const entries = journal.entries.slice(first)
  // Without a steady state there is nothing to judge, and the run is invalid as it is.
  if (!judge || !entries.some(({ type }) => type === 'steady-state-reached')) return
  for (const judgement of judge(entries))
    journal.write({ type: 'assertion-judged', at: testbed.clock.now(), ...judgement })
}

const end = ({ testbed, journal }: RunOptions, first: number, aborted: boolean): RunResult => {
  const result = verdictOf(journal.entries.slice(first), aborted)
  journal.write({ type: 'run-ended', at: testbed.clock.now(), ...result })
  return result
}

/** Observes for as long as anything can happen, the healing of what is left included. */
const observed = async (options: RunOptions, signal: AbortSignal): Promise<void> => {
  const { testbed, journal, plan, captureFolder } = options
  signal.throwIfAborted()
  const { intervalMs: probeIntervalMs, streams: probeStreams } = plan.probes
  const folder = captureFolder === undefined ? {} : { captureFolder }
  const loadRanges = plan.load.flatMap(({ ranges }) => ranges)
  const watched = { probeIntervalMs, probeStreams, loadRanges, ...folder }
  const observing = await observe({ testbed, journal }, watched, signal)
  const actuator = new Actuator({ testbed, limits: plan.limits, journal })
  try {
    await experiment(options, { actuator, watch: observing.watch, signal })
  } finally {
    const left = await actuator.healAll()
    const at = testbed.clock.now()
    for (const what of left)
      journal.write({ type: 'invalidated', at, reason: `could not be healed: ${what}` })
    await observing.stop()
  }
}

const experiment = async (
  options: RunOptions,
  parts: Pick<Stage, 'actuator' | 'watch' | 'signal'>,
): Promise<void> => {
  const { plan, timeline, testbed, journal, predict } = options
  const { steadyState } = plan
  const { watch, signal } = parts
  const steady = await awaitSteadyState({ steadyState, testbed, watch, predict }, signal)
  if ('reasons' in steady) {
    const at = testbed.clock.now()
    journal.write({ type: 'steady-state-failed', at, reasons: steady.reasons })
    return
  }
  journal.write({ type: 'steady-state-reached', at: steady.at })
  const settleTimeoutMs = options.settleTimeoutMs ?? DEFAULT_SETTLE_TIMEOUT_MS
  const stage = { ...parts, plan, testbed, journal, predict, t0: steady.at, settleTimeoutMs }
  await playTimeline(timeline, stage)
  if (options.forMs !== undefined) await testbed.clock.until(steady.at + options.forMs, signal)
}
