/**
 * `npm run bench -- truth`: what a run measures against what a second observer saw, who shares neither
 * code nor process with it. docs/measurements.md has figures.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EXIT } from '../src/lib/errors.ts'
import type { EventsRow, Judged } from './truth/judge.ts'
import { bringUpTruth, chaoslemur, judgeRun, watchRun } from './truth/play.ts'
import { differenceOf, eventTable, figureTable } from './truth/show.ts'

const OPTIONS = {
  repeats: { type: 'string', default: '5' },
  lab: { type: 'string', default: 'bench-truth' },
  pool: { type: 'string', default: '10.198.0.0/16' },
} as const

const LARGEST_MS = 1

export const main = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-truth-'))
  const lab = { name: values.lab, pool: values.pool }
  try {
    await bringUpTruth(folder, lab)
    const runs: Judged[] = []
    for (let number = 1; number <= Number(values.repeats); number++) {
      runs.push(judgeRun(await watchRun(folder, lab, number)))
      process.stderr.write(`run ${number} of ${values.repeats}\n`)
    }
    report(runs)
  } finally {
    await chaoslemur(folder, 'down', lab.name, '--images')
    rmSync(folder, { recursive: true, force: true })
  }
}

const report = (runs: readonly Judged[]): void => {
  const figures = runs.map((run) => run.figures)
  const apart = figures.flat().map((row) => Math.abs(differenceOf(row) ?? Number.POSITIVE_INFINITY))
  const events = together(runs.map((run) => run.events))
  process.stdout.write(`${figureTable(figures)}\n\n${eventTable(events)}\n\n`)
  for (const { events: name, onlyFirst, onlySecond } of events) {
    for (const what of onlyFirst) process.stdout.write(`only the run has ${name}: ${what}\n`)
    for (const what of onlySecond) process.stdout.write(`only the witness has ${name}: ${what}\n`)
  }
  process.stdout.write(
    `${apart.length} figures, the largest difference ${Math.max(...apart).toFixed(3)} ms\n`,
  )
  if (apart.some((difference) => difference >= LARGEST_MS)) process.exitCode = EXIT.failed
}

/** The events of all runs, sort by sort. */
const together = (runs: readonly (readonly EventsRow[])[]): readonly EventsRow[] =>
  (runs[0] ?? []).map(({ events }, index) => {
    const rows = runs.map((run) => run[index] as EventsRow)
    return {
      events,
      differences: rows.flatMap(({ differences }) => differences),
      onlyFirst: rows.flatMap(({ onlyFirst }) => onlyFirst),
      onlySecond: rows.flatMap(({ onlySecond }) => onlySecond),
    }
  })
