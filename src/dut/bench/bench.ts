import { median } from '../../lib/statistics.ts'
import type { BedParts } from '../docker/bed.ts'
import { sweepOrphans } from '../docker/sweep.ts'
import type { Dut } from '../dut.ts'
import { type RunDone, runOnce } from './one-run.ts'
import { DUT_RECORD_SCHEMA, type DutFigures, type DutQuestion, type DutRecord } from './record.ts'
import { flagsOfRuns } from './trust.ts'

export interface BenchParts extends BedParts {
  /** Version of this program. */
  readonly chaoslemur: string
}

/**
 * One device after the other, never two at a time: they would take each other's CPU. Each repeat
 * goes through all devices, so that a machine that grows slower does so for all.
 */
export const benchDuts = async (
  parts: BenchParts,
  duts: readonly Dut[],
  asked: DutQuestion,
  signal: AbortSignal,
): Promise<readonly DutRecord[]> => {
  await sweepOrphans(parts.engine)
  const done = new Map<Dut, RunDone[]>(duts.map((dut) => [dut, []]))
  for (let n = 1; n <= asked.repeat; n++) {
    for (const [dut, runs] of done) {
      parts.note(`${dut.name}: run ${n} of ${asked.repeat}`)
      runs.push(await runOnce(parts, dut, asked, signal))
    }
  }
  return [...done].map(([dut, runs]) => recordOf(parts.chaoslemur, dut, asked, runs))
}

const recordOf = (
  chaoslemur: string,
  dut: Dut,
  asked: DutQuestion,
  done: readonly RunDone[],
): DutRecord => {
  const runs = done.map(({ run }) => run)
  const figures = runs.flatMap((run) => run.figures ?? [])
  return {
    schema: DUT_RECORD_SCHEMA,
    dut: dut.name,
    version: done[0]?.version ?? '',
    chaoslemur,
    node: done[0]?.node ?? '',
    asked,
    runs,
    ...(figures.length > 0 ? { median: medianOf(figures) } : {}),
    flags: flagsOfRuns(runs),
  }
}

export const medianOf = (all: readonly DutFigures[]): DutFigures => {
  const keys = Object.keys(all[0] as DutFigures) as (keyof DutFigures)[]
  return Object.fromEntries(
    keys.map((key) => [key, median(all.map((figures) => figures[key]))]),
  ) as unknown as DutFigures
}
