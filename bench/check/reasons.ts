/** The step that decided, by the solver and by FRR, counted as pairs. */
import type { DockerTestbed } from '../../src/backends/docker/testbed.ts'
import { kindOf } from '../../src/cli/context.ts'
import type { Prediction } from '../../src/solve/solve.ts'
import { FRR_REASONS, readReasons } from './frr-reason.ts'

/** Keys are `the solver's step / FRR's`. */
export type ReasonTally = ReadonlyMap<string, number>

/** Of every best path of every FRR node; where paths differ there is nothing to compare. */
export const askReasons = async (
  { topology, run }: DockerTestbed,
  { routes }: Prediction,
): Promise<ReasonTally> => {
  const pairs: string[] = []
  for (const { name, kind } of topology.nodes.filter((node) => node.kind === 'frr'))
    for (const family of topology.families) {
      const { stdout } = await run(name, kindOf(kind).ask.routes(family).argv)
      for (const [prefix, reason] of readReasons(stdout)) {
        const step = routes.get(name)?.get(prefix)?.decidedBy
        if (step) pairs.push(pairOf(step, FRR_REASONS[reason] ?? reason))
      }
    }
  return countEach(pairs)
}

export const addTallies = (tallies: readonly ReasonTally[]): ReasonTally => {
  const sum = new Map<string, number>()
  for (const tally of tallies)
    for (const [pair, count] of tally) sum.set(pair, (sum.get(pair) ?? 0) + count)
  return sum
}

/** How many of how many say the same. */
export const agreement = (tally: ReasonTally): { readonly same: number; readonly all: number } => {
  const same = [...tally].filter(([pair]) => isSame(pair))
  return { same: total(same), all: total([...tally]) }
}

const pairOf = (step: string, frr: string): string => `${step} / ${frr}`

export const isSame = (pair: string): boolean => {
  const [step, frr] = pair.split(' / ')
  return step === frr
}

const countEach = (pairs: readonly string[]): ReasonTally => {
  const counts = new Map<string, number>()
  for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  return counts
}

const total = (entries: readonly (readonly [string, number])[]): number =>
  entries.reduce((sum, [, count]) => sum + count, 0)
