/**
 * `npm run bench -- check`: random networks of real routers, and every best path, kernel route and
 * session of theirs against the solver's prediction, before a link fails, after it, and healed.
 * docs/cross-check.md says what is compared.
 */
import { interrupts } from '../src/cli/interrupts.ts'
import { EXIT, explain } from '../src/lib/errors.ts'
import { mapLimit } from '../src/lib/map-limit.ts'
import { runCase } from './check/case.ts'
import { type DrawOptions, drawCase } from './check/draw.ts'
import { type CheckOptions, checkOptions } from './check/options.ts'
import { caseLine, differencesOf, type Outcome, summary } from './check/report.ts'
import { writeCase } from './check/write-case.ts'

export const main = async (args: readonly string[]): Promise<void> => {
  const options = checkOptions(args)
  const { signal, interrupted } = interrupts(note)
  const startedAt = performance.now()
  const outcomes = await runAll(options, signal)
  const seconds = (performance.now() - startedAt) / 1000
  print(summary(outcomes, seconds))
  if (interrupted()) process.exitCode = EXIT.interrupted
  else if (outcomes.some(({ isGood }) => !isGood)) process.exitCode = EXIT.failed
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

const runAll = async (options: CheckOptions, signal: AbortSignal): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = []
  await mapLimit(options.seeds, options.parallel, async (seed) => {
    if (signal.aborted) return
    const { kinds, routers } = options
    const outcome = await runOne({ seed, kinds, routers }, options, signal)
    if (!outcome) return
    outcomes.push(outcome)
    print(caseLine(outcome))
  })
  return outcomes
}

/** Undefined when it was interrupted. */
const runOne = async (
  wanted: DrawOptions,
  { grounds, folder }: CheckOptions,
  signal: AbortSignal,
): Promise<Outcome | undefined> => {
  const drawn = drawCase(wanted)
  try {
    const result = await runCase(grounds, drawn, signal)
    const isGood = differencesOf(result).length === 0
    return { drawn, result, isGood, ...(isGood ? {} : { file: writeCase(folder, result) }) }
  } catch (error) {
    if (signal.aborted) return undefined
    return { drawn, isGood: false, error: explain(error) }
  }
}
