import { mean } from '../../lib/statistics.ts'
import type { EventResult } from '../result.ts'
import { bCliqueGraph, cliqueGraph } from '../shapes.ts'
import type { Timing } from '../timing.ts'
import { failover, tdown } from './scenarios.ts'
import type { TheoryTable } from './table.ts'

const INTERVALS_S = [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60]
const SEEDS = [1, 2, 3, 4, 5]

/** Routers that need 10 ms to 1 s for a message, as in the simulations of the paper. */
const timing = (mraiMs: number): Timing => ({
  delayMs: [10, 100],
  processingMs: [10, 1000],
  mrai: { ms: mraiMs, per: 'peer' },
})

/** Below the optimum routers drown in news that is old when they come to it; above it they wait. */
export const mrai: TheoryTable = {
  name: 'mrai',
  summary:
    'MRAI against time and messages: Tdown in a clique of 12, Tlong in a B-clique of 8 and 8',
  source: 'Griffin, Premore: An Experimental Analysis of BGP Convergence Time, 2001',
  titles: ['MRAI s', 'Tdown s', 'messages', 'Tlong s', 'messages'],
  rows: () => INTERVALS_S.map(rowOf),
  charts: [
    {
      ...{ x: 'MRAI, seconds', y: 'seconds to converge', scale: 'log' },
      lines: [
        { label: 'Tdown, clique of 12', column: 1 },
        { label: 'Tlong, B-clique of 8 and 8', column: 3 },
      ],
    },
    {
      ...{ x: 'MRAI, seconds', y: 'messages', scale: 'log' },
      lines: [
        { label: 'Tdown, clique of 12', column: 2 },
        { label: 'Tlong, B-clique of 8 and 8', column: 4 },
      ],
    },
  ],
}

const rowOf = (seconds: number): number[] => {
  const common = { timing: timing(1000 * seconds) }
  const down = SEEDS.map((seed) => tdown({ ...common, seed, graph: cliqueGraph(12) }))
  const long = SEEDS.map(
    (seed) => failover({ ...common, seed, graph: bCliqueGraph(8) }, [0, 8]).tlong,
  )
  return [seconds, ...meansOf(down), ...meansOf(long)]
}

/** Seconds with one digit, whole messages. */
const meansOf = (results: readonly EventResult[]): [number, number] => [
  Math.round(mean(results.map(({ convergenceMs }) => convergenceMs)) / 100) / 10,
  Math.round(mean(results.map(({ messages }) => messages))),
]
