/**
 * `npm run bench -- backends`: every plan under experiments/ on the simulator and on real routers, the
 * figures side by side, and whether both tell the same story. docs/simulator.md says what that means.
 */
import { interrupts } from '../src/cli/interrupts.ts'
import { EXIT } from '../src/lib/errors.ts'
import { type BackendsOptions, backendsOptions } from './backends/options.ts'
import { choosePlans, type ReadPlan, readPlanFile } from './backends/plans.ts'
import { type Backend, leave, type Played, play, replay } from './backends/play.ts'
import { type Remark, remarksOf } from './backends/remarks.ts'
import {
  markdownTable,
  remarkLines,
  resultTable,
  summaryLine,
  verdictLines,
} from './backends/show.ts'
import { type PlanResult, sideBySide } from './backends/side-by-side.ts'

export const main = async (args: readonly string[]): Promise<void> => {
  const options = backendsOptions(args)
  const { signal, interrupted } = interrupts(note)
  const results: PlanResult[] = []
  const plans = await Promise.all(choosePlans(options.only).map(readPlanFile))
  for (const [index, plan] of plans.entries()) {
    if (signal.aborted) break
    const stays = labOf(plans[index + 1]) === labOf(plan)
    const result = await compare(plan, { ...options, stays }, signal)
    if (!signal.aborted) results.push(result)
  }
  await leave()
  const verdicts = verdictLines(results)
  const remarks = results.flatMap(remarksOf)
  print(options.markdown ? markdownTable(results) : resultTable(results))
  print(['', ...verdicts, ...remarkLines(remarks), summaryLine(results)].join('\n'))
  if (interrupted()) process.exitCode = EXIT.interrupted
  else if (verdicts.length > 0 || remarks.some(isUnexplained)) process.exitCode = EXIT.failed
}

/** Figures are judged by whoever reads them. */
const isUnexplained = ({ type, why }: Remark): boolean => type !== 'figure' && why === undefined

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

const labOf = (read: ReadPlan | undefined): string | undefined => read?.plan.topology.name

const compare = async (
  read: ReadPlan,
  { docker, runs, stays }: BackendsOptions & { readonly stays: boolean },
  signal: AbortSignal,
): Promise<PlanResult> => {
  const { name } = read
  const on = (backend: Backend): Promise<Played> => {
    note(`${name} on ${backend}`)
    return play(read, { backend, runs, signal, stays })
  }
  const sim = await on('sim')
  if (docker === 'play') return sideBySide(name, sim, await on('docker'))
  const old: Played =
    docker === 'reuse' ? replay(name, { runs, backend: 'docker' }) : { why: 'left out' }
  return sideBySide(name, sim, old)
}
