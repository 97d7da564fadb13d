/**
 * On Docker, where a run takes minutes: a few equal runs and one with the longer MRAI, each in a lab that was
 * brought up for it. Equal runs are compared with each other, then halves of all their iterations shuffled.
 */
import { renderTable } from '../../src/lib/table.ts'
import { compareRuns } from '../../src/report/compare/compare.ts'
import type { Measured } from '../../src/report/compare/observations.ts'
import { type CompareOptions, found, isSlower, LONGER_MS, textOf } from './findings.ts'
import { shuffledHalves } from './halves.ts'
import { type LabRun, playInLab } from './labs.ts'

/** Whether the longer MRAI was seen against every equal run, and nothing between these. */
export const compareInLabs = async (options: CompareOptions): Promise<boolean> => {
  const { equal, longer } = await playAll(options)
  const { comparisons, rules } = options
  const size = Math.min(options.repeats, Math.floor(sum(equal.map(({ passed }) => passed)) / 2))
  const seen = equal.map((run) => found(compareRuns(run, longer, rules)))
  const pairs = pairsOf(equal)
  const halves = shuffledHalves(equal, { count: comparisons, size })
  const wolves = [...pairs, ...halves].map(([a, b]) => found(compareRuns(a, b, rules)))
  const rows = [
    ...seen.map((rows, at) => [`${nameOf(equal[at])} and ${nameOf(longer)}`, textOf(rows)]),
    ...wolves.map((rows, at) => [nameOfPair(at, equal), textOf(rows)]),
  ]
  process.stdout.write(
    `${renderTable([{ title: 'runs' }, { title: 'found' }], rows)}\n` +
      `the MRAI ${LONGER_MS} ms longer was seen against ${count(seen.map((row) => row.some(isSlower)))} of ${equal.length} runs; ` +
      `of ${pairs.length} pairs of equal runs and ${halves.length} of shuffled halves (${size} iterations each) ${count(wolves.map((row) => row.length > 0))} seemed different\n`,
  )
  return seen.every((row) => row.some(isSlower)) && wolves.every((row) => row.length === 0)
}

/** The longer MRAI comes after the first: a host that slows down is then not mistaken for it. */
const playAll = async (options: CompareOptions) => {
  const { file, repeats, runs, labs, mraiMs, signal, allowContention } = options
  const play = async (seed: number, longerMs: number): Promise<LabRun> => {
    const run = await playInLab(
      { file, repeats, runs, signal, allowContention },
      { seed, mraiMs: mraiMs + longerMs },
    )
    const { folder, passed, leftOut } = run
    process.stderr.write(
      `MRAI ${mraiMs + longerMs} ms: ${folder}, ${passed} of ${repeats} repeats\n${leftOut.map((line) => `  left out: ${line}\n`).join('')}`,
    )
    return run
  }
  const equal = [await play(1, 0)]
  const longer = await play(2, LONGER_MS)
  while (equal.length < labs) equal.push(await play(equal.length + 2, 0))
  return { equal, longer }
}

const pairsOf = (runs: readonly LabRun[]): readonly (readonly [Measured, Measured])[] =>
  runs.flatMap((a, at) => runs.slice(at + 1).map((b) => [a, b] as const))

const nameOf = (run: LabRun | undefined): string => run?.folder.split('/').at(-1) ?? ''

const nameOfPair = (at: number, equal: readonly LabRun[]): string => {
  const names = equal.flatMap((a, i) =>
    equal.slice(i + 1).map((b) => `${nameOf(a)} and ${nameOf(b)}`),
  )
  return names[at] ?? `shuffled halves ${at - names.length + 1}`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const count = (flags: readonly boolean[]): number => flags.filter(Boolean).length
