/**
 * `npm run bench -- compare`: does `compare` see an MRAI that is 300 ms longer, and does it see nothing where
 * there is nothing? On the simulator, each run with a seed of its own.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EXIT } from '../src/lib/errors.ts'
import { packageRoot } from '../src/lib/package-root.ts'
import { renderTable } from '../src/lib/table.ts'
import { compareRuns, type Row, type Rules } from '../src/report/compare/compare.ts'
import { playRepeats, readBenchPlan } from './compare/repeats.ts'

const OPTIONS = {
  repeats: { type: 'string', default: '20' },
  comparisons: { type: 'string', default: '20' },
  mrai: { type: 'string', default: '1000' },
  alpha: { type: 'string', default: '0.01' },
  plan: { type: 'string', default: join(packageRoot(), 'bench/compare/cut.yaml') },
} as const

export const main = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const rules: Rules = { alpha: Number(values.alpha), bound: 0.05 }
  const comparisons = Number(values.comparisons)
  const run = await runner(values.plan, Number(values.repeats), Number(values.mrai))
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
  if (tally.wolf > 0 || tally.seen < comparisons) process.exitCode = EXIT.failed
}

const LONGER_MS = 300

const runner = async (file: string, repeats: number, mraiMs: number) => {
  const { signal } = new AbortController()
  const plan = await readBenchPlan(file, signal)
  return async (seed: number, longerMs: number) => ({
    measurements: await playRepeats(plan, { seed, repeats, mraiMs: mraiMs + longerMs, signal }),
  })
}

const found = ({ rows }: { readonly rows: readonly Row[] }): readonly Row[] =>
  rows.filter(({ verdict }) => verdict === 'regression' || verdict === 'improvement')

/** It is the control plane that waits for the MRAI. */
const isSlower = ({ name, verdict }: Row): boolean =>
  name === 'convergence' && verdict === 'regression'

const textOf = (rows: readonly Row[]): string =>
  rows.length === 0
    ? 'no difference'
    : rows
        .map(
          ({ name, step, half, correctedP, cliffsDelta }) =>
            `${name} (${step}, ${half}) p=${correctedP?.toPrecision(2)} d=${cliffsDelta?.toFixed(2)}`,
        )
        .join(', ')
