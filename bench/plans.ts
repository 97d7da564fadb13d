/**
 * `npm run bench -- plans`: random plans on random networks in the simulator, and what must hold for
 * every one of them. docs/simulator.md lists the invariants.
 */
import { interrupts } from '../src/cli/interrupts.ts'
import { EXIT } from '../src/lib/errors.ts'
import type { Case } from './plans/case.ts'
import { type DrawnCase, drawCase } from './plans/draw-case.ts'
import type { Violation } from './plans/invariants/index.ts'
import { type Judged, type JudgeOptions, judgeLoaded } from './plans/judge-case.ts'
import { type PlansOptions, plansOptions } from './plans/options.ts'
import { findSmallest } from './plans/smallest.ts'
import { Tally } from './plans/tally.ts'
import { writeCase } from './plans/write-case.ts'

export const main = async (args: readonly string[]): Promise<void> => {
  const options = plansOptions(args)
  const { signal, interrupted } = interrupts(note)
  const violated = await playAll(options, signal)
  if (interrupted()) process.exitCode = EXIT.interrupted
  else if (violated > 0) process.exitCode = EXIT.failed
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

/** Between two lines of progress. */
const PROGRESS_MS = 10_000
/** Smaller cases that are tried for one that fails. */
const MOST_TRIED = 400

/** Gives the number of violated invariants. */
const playAll = async (
  { firstSeed, count, replayEvery, folder }: PlansOptions,
  signal: AbortSignal,
): Promise<number> => {
  const tally = new Tally()
  const startedAt = performance.now()
  const total = { played: 0, refused: 0, violated: 0 }
  let notedAt = startedAt
  for (let seed = firstSeed; seed < firstSeed + count && !signal.aborted; seed++) {
    const drawn = await drawCase(seed)
    const twice = seed % replayEvery === 0
    const judged = await judgeUnlessAborted(drawn, { signal, twice })
    if (!judged) break
    const { played, violations } = judged
    tally.add(played)
    total.played++
    total.refused += drawn.refused
    total.violated += violations.length
    if (violations.length > 0) await report(drawn, violations, { folder, twice, signal })
    if (performance.now() < notedAt + PROGRESS_MS) continue
    notedAt = performance.now()
    note(`${total.played} plans, ${rateOf(total.played, startedAt)}, ${total.violated} violated`)
  }
  for (const line of tally.lines()) print(line)
  print(`${total.refused} drawn plans were refused by the loader, and drawn again`)
  print(`${rateOf(total.played, startedAt)}, ${seconds(startedAt).toFixed(0)} s`)
  print(`${total.played} plans, ${total.violated} violated invariants`)
  return total.violated
}

/** Undefined when it was interrupted in the middle: what was played before still counts. */
const judgeUnlessAborted = async (
  drawn: DrawnCase,
  options: JudgeOptions,
): Promise<Judged | undefined> => {
  try {
    return await judgeLoaded(drawn, options)
  } catch (error) {
    if (options.signal.aborted) return undefined
    throw error
  }
}

const seconds = (startedAt: number): number => (performance.now() - startedAt) / 1000

const rateOf = (played: number, startedAt: number): string =>
  `${(played / seconds(startedAt)).toFixed(1)} plans/s`

interface ReportOptions {
  readonly folder: string
  readonly twice: boolean
  readonly signal: AbortSignal
}

/** For each violated invariant the smallest case that violates it, as files and in words. */
const report = async (
  { drawn }: DrawnCase,
  violations: readonly Violation[],
  { folder, ...options }: ReportOptions,
): Promise<void> => {
  for (const { invariant, what } of violations) {
    print(`seed ${drawn.seed}, ${invariant}:\n${linesOf(what)}`)
    const found = await findSmallest(drawn, invariant, options, MOST_TRIED)
    const path = writeCase(folder, named(found.smallest, invariant), found.what)
    print(`  made smaller in ${found.tried} tries: chaoslemur run ${path} --backend sim`)
    print(linesOf(found.what))
  }
}

const named = ({ plan, ...rest }: Case, invariant: string): Case => {
  const name = `${plan.name}-${invariant}`
  return { ...rest, plan: { ...plan, name, topology: `${name}.yaml` } }
}

const SHOWN = 5

const linesOf = (what: readonly string[]): string =>
  [
    ...what.slice(0, SHOWN).map((one) => `    ${one}`),
    ...(what.length > SHOWN ? [`    and ${what.length - SHOWN} more`] : []),
  ].join('\n')
