/** On the simulator: each comparison has three runs of its own. */
import { renderTable } from '../../src/lib/table.ts'
import { compareRuns } from '../../src/report/compare/compare.ts'
import { type CompareOptions, found, isSlower, LONGER_MS, textOf } from './findings.ts'
import { playRepeats, readBenchPlan } from './repeats.ts'

/** Whether every longer MRAI was seen, and nothing else. */
export const compareSimulated = async (options: CompareOptions): Promise<boolean> => {
  const { comparisons, rules } = options
  const run = await runner(options)
  const rows: string[][] = []
  const tally = { seen: 0, wolf: 0 }
  for (let at = 0; at < comparisons; at++) {
    const before = await run(3 * at + 1, 0)
    const equal = found(compareRuns(before, await run(3 * at + 2, 0), rules))
    const longer = found(compareRuns(before, await run(3 * at + 3, LONGER_MS), rules))
    if (equal.length > 0) tally.wolf++
    if (longer.some(isSlower)) tally.seen++
    rows.push([String(at + 1), textOf(equal), textOf(longer)])
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n`)
  }
  const titles = ['comparison', 'equal runs', 'MRAI 300 ms longer'].map((title) => ({ title }))
  process.stdout.write(`${renderTable(titles, rows)}\n`)
  process.stdout.write(
    `${comparisons} comparisons: the longer MRAI was seen in ${tally.seen}, equal runs seemed different in ${tally.wolf}\n`,
  )
  return tally.wolf === 0 && tally.seen === comparisons
}

const runner = async ({ file, repeats, mraiMs, signal }: CompareOptions) => {
  const plan = await readBenchPlan(file, signal)
  return async (seed: number, longerMs: number) => ({
    measurements: await playRepeats(plan, { seed, repeats, mraiMs: mraiMs + longerMs, signal }),
  })
}
