/**
 * `npm run bench -- backends`: every plan under experiments/ on the simulator and on real routers, the
 * figures side by side, and whether both tell the same story. docs/simulator.md says what that means.
 */
import { interrupts } from '../src/cli/interrupts.ts'
import { EXIT } from '../src/lib/errors.ts'
import { type BackendsOptions, backendsOptions } from './backends/options.ts'
import { choosePlans, type PlanFile, readPlanFile } from './backends/plans.ts'
import { type Backend, type Played, play, replay } from './backends/play.ts'
import {
  differenceLines,
  markdownTable,
  resultTable,
  summaryLine,
  verdictLines,
} from './backends/show.ts'
import { type PlanResult, sideBySide } from './backends/side-by-side.ts'

export const main = async (args: readonly string[]): Promise<void> => {
  const options = backendsOptions(args)
  const { signal, interrupted } = interrupts(note)
  const results: PlanResult[] = []
  for (const file of choosePlans(options.only)) {
    if (signal.aborted) break
    results.push(await compare(file, options, signal))
  }
  const differences = [
    ...verdictLines(results),
    ...differenceLines(results.flatMap(({ rows }) => rows)),
  ]
  print(options.markdown ? markdownTable(results) : resultTable(results))
  for (const line of [...differences, summaryLine(results)]) print(line)
  if (interrupted()) process.exitCode = EXIT.interrupted
  else if (differences.length > 0) process.exitCode = EXIT.failed
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

const compare = async (
  file: PlanFile,
  { docker, runs }: BackendsOptions,
  signal: AbortSignal,
): Promise<PlanResult> => {
  const read = await readPlanFile(file)
  const on = (backend: Backend): Promise<Played> => {
    note(`${file.name} on ${backend}`)
    return play(file, read, { backend, runs, signal, note: () => undefined })
  }
  const sim = await on('sim')
  if (docker === 'play') return sideBySide(file.name, sim, await on('docker'))
  const old: Played =
    docker === 'reuse' ? replay(file, { runs, backend: 'docker' }) : { why: 'left out' }
  return sideBySide(file.name, sim, old)
}
