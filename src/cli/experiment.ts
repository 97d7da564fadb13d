/** A plan on a lab, from `up` to the run folder. */
import { dirname, relative, resolve } from 'node:path'
import { faults } from '../faults/index.ts'
import { wallClockMs } from '../flood/wall-clock.ts'
import { judge } from '../measure/assertion.ts'
import { measureAll } from '../measure/index.ts'
import { judgeOutcome } from '../measure/outcome.ts'
import { parseAssertion } from '../model/assertion.ts'
import type { JournalEntry } from '../model/event.ts'
import type { Measurement } from '../model/measurement.ts'
import { parseOutcome } from '../model/outcome-assertion.ts'
import type { Contention, Plan } from '../model/plan.ts'
import type { Timeline } from '../model/timeline.ts'
import type { FinishedRun } from '../report/finished-run.ts'
import { renderReport } from '../report/html/page.ts'
import { renderJunit } from '../report/junit.ts'
import { renderMeasurements } from '../report/measurements-file.ts'
import { oftenEnough } from '../report/often-enough.ts'
import { renderSummary } from '../report/summary.ts'
import { timelineToPlan } from '../run/expand-text.ts'
import { createRunFolder, type RunFolder } from '../run/folder.ts'
import { type Journal, openJournal } from '../run/journal.ts'
import { awaitPhase } from '../run/phase.ts'
import { type Judgement, runPlan } from '../run/run.ts'
import { type RunResult, worstOf } from '../run/verdict.ts'
import { contentionOf } from './contention.ts'
import type { Context } from './context.ts'
import { keepLogs } from './kept-logs.ts'
import { watchRun } from './live/watch-run.ts'
import { playControl } from './play-control.ts'
import { predictor } from './predictor.ts'
import { reportTheme } from './report-theme.ts'
import type { Stage, Venue } from './venue.ts'

export interface Experiment {
  readonly plan: Plan
  /** Where it was read from. */
  readonly file: string
  /** The plan file as it was written. */
  readonly text: string
  readonly timeline: Timeline
  /** Folder of run folders. */
  readonly runs: string
  /** The run folder, where it is not to be one of `runs` with a name of its own. */
  readonly folder?: RunFolder
  /** A busy host is only told of. */
  readonly allowContention?: boolean
}

export interface Done {
  readonly run: FinishedRun
  readonly files: readonly string[]
}

export const experiment = async (
  context: Context,
  venue: Venue,
  { plan, file, text, timeline, runs, folder: given, allowContention = false }: Experiment,
): Promise<Done> => {
  const { topology } = plan
  const contention = contentionOf(plan, allowContention)
  context.note(
    `chaoslemur runs ${plan.name} on ${venue.describe(topology)} (${kindsOf(plan)}), ${topology.links.length} links`,
  )
  await venue.refuse({ plan, timeline })
  await using stage = await venue.open({ plan, timeline }, context.signal)
  const folder = given ?? createRunFolder(runs, plan.name, wallClockMs())
  folder.write('plan.yaml', text)
  folder.write('topology.json', `${JSON.stringify(topology, null, 2)}\n`)
  folder.write('timeline.yaml', timelineToPlan(seenFrom(plan, file, folder.path), timeline, faults))
  const journal = openJournal(folder.journalFile)
  using _ = watchRun(context, { plan, timeline, clock: stage.testbed.clock, journal })
  const { backend } = venue
  const results = await iterate(context, {
    plan,
    timeline,
    backend,
    stage,
    folder,
    journal,
    contention,
  }).finally(() => keepLogs(context, stage, folder.path, journal.entries))
  const entries = journal.entries
  const finished: FinishedRun = {
    entries,
    measurements: measureAll(entries),
    assertions: plan.assertions.map((assertion) => assertion.text),
    result: worstOf(results),
    folder: folder.path,
  }
  write(folder, finished)
  return {
    run: finished,
    files: [
      ...FILES,
      ...(stage.hasCaptures ? ['captures/'] : []),
      ...(stage.keepLogs ? ['logs/'] : []),
    ],
  }
}

const FILES = [
  'plan.yaml',
  'topology.json',
  'timeline.yaml',
  'events.jsonl',
  'measurements.json',
  'junit.xml',
  'summary.txt',
  'report.html',
]

/** The topology's path as it must be written in a file of the run folder. */
const seenFrom = (plan: Plan, file: string, folder: string): Plan => {
  const { topologyAsWritten } = plan
  if (typeof topologyAsWritten !== 'string') return plan
  const from = file === '-' ? '.' : dirname(file)
  return { ...plan, topologyAsWritten: relative(folder, resolve(from, topologyAsWritten)) }
}

interface Parts {
  readonly plan: Plan
  readonly timeline: Timeline
  readonly backend: string
  readonly stage: Stage
  readonly folder: RunFolder
  readonly journal: Journal
  readonly contention: Contention
}

const iterate = async (
  { signal, note }: Context,
  { plan, timeline, backend, stage, folder, journal, contention }: Parts,
): Promise<readonly RunResult[]> => {
  const { testbed, versions, hasCaptures } = stage
  const results: RunResult[] = []
  const optionsOf = (iteration: number) => ({
    plan,
    testbed,
    backend,
    versions,
    iteration,
    journal,
    contention,
    predict: predictor(plan.topology),
    ...(hasCaptures && { captureFolder: folder.captures(iteration) }),
  })
  const isLast = lastOf(plan, note)
  let done = false
  for (let iteration = 1; iteration <= plan.repeat && !done; iteration++) {
    await awaitPhase(plan, iteration, testbed, signal)
    // The first one says itself that it was interrupted; no result at all would count as invalid.
    if (signal.aborted && iteration > 1) break
    const options = {
      ...optionsOf(iteration),
      timeline,
      // Figures over repeats are judged once, with all of them.
      judge: (entries: readonly JournalEntry[]) => {
        done = isLast(iteration, entries)
        return done ? judgements(plan, journal.entries) : []
      },
    }
    const first = journal.entries.length
    results.push(await runPlan(options, signal))
    if (!done || !plan.control || signal.aborted) continue
    const played = journal.entries.slice(first)
    await awaitPhase(plan, iteration + 1, testbed, signal)
    results.push(...(await playControl(optionsOf(iteration + 1), played, signal)))
  }
  return results
}

/** Whether an iteration, of which these are the entries, is the last one; to be asked once for each. */
const lastOf = ({ repeat, until }: Plan, note: (line: string) => void) => {
  const measured: Measurement[] = []
  return (iteration: number, entries: readonly JournalEntry[]): boolean => {
    if (!until || iteration === repeat) return iteration === repeat
    measured.push(...measureAll(entries))
    const known = oftenEnough(until, measured)
    if (known !== undefined) note(`${iteration} of ${repeat} repeats are enough: ${known}`)
    return known !== undefined
  }
}

const judgements = (plan: Plan, entries: readonly JournalEntry[]): readonly Judgement[] => {
  const measurements: readonly Measurement[] = measureAll(entries)
  return plan.assertions.flatMap(({ text }) => {
    const outcome = parseOutcome(text)
    if (outcome && 'expected' in outcome)
      return [{ text, ...judgeOutcome(outcome.expected, entries) }]
    const parsed = parseAssertion(text)
    // The loader let only assertions through that can be read.
    return 'assertion' in parsed ? [{ text, ...judge(parsed.assertion, measurements) }] : []
  })
}

const kindsOf = ({ topology }: Plan): string =>
  [...new Set(topology.nodes.map(({ kind }) => kind))].join(', ')

const write = (folder: RunFolder, finished: FinishedRun): void => {
  folder.write('measurements.json', renderMeasurements(finished))
  folder.write('junit.xml', renderJunit(finished))
  folder.write('summary.txt', renderSummary(finished))
  folder.write('report.html', renderReport(finished, reportTheme()))
}
