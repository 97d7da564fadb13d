import { chainGraph, ringGraph } from '../shapes.ts'
import { failover, tdown } from './scenarios.ts'
import type { TheoryTable } from './table.ts'

const SIZES = [4, 8, 16, 32]
const TIMING = { delayMs: 10, mrai: { ms: 30_000, per: 'peer' } } as const

/** With one way there is nothing to explore, with two there is one other path: both are linear. */
export const chainAndRing: TheoryTable = {
  name: 'chain-and-ring',
  summary: 'Tdown in a chain, Tdown and Tlong in a ring of n ASes: one message a link, linear time',
  source: 'Obradovic: Real-time Model and Convergence Time of BGP, 2002',
  titles: [
    ...['n', 'chain Tdown ms', 'messages', 'paths explored'],
    ...['ring Tdown ms', 'messages', 'paths explored', 'ring Tlong ms', 'messages'],
  ],
  rows: () => SIZES.map(rowOf),
  charts: [
    {
      ...{ x: 'n, routers', y: 'milliseconds', scale: 'linear' },
      lines: [
        { label: 'chain, Tdown', column: 1 },
        { label: 'ring, Tdown', column: 4 },
        { label: 'ring, Tlong', column: 7 },
      ],
    },
    {
      ...{ x: 'n, routers', y: 'messages', scale: 'linear' },
      lines: [
        { label: 'chain, Tdown', column: 2 },
        { label: 'ring, Tdown', column: 5 },
        { label: 'ring, Tlong', column: 8 },
      ],
    },
  ],
}

const rowOf = (n: number): number[] => {
  const chain = tdown({ graph: chainGraph(n), timing: TIMING })
  const ring = { graph: ringGraph(n), timing: TIMING }
  const down = tdown(ring)
  const { tlong } = failover(ring, [0, 1])
  return [
    ...[n, chain.convergenceMs, chain.messages, Math.max(...chain.explored)],
    ...[down.convergenceMs, down.messages, Math.max(...down.explored)],
    ...[tlong.convergenceMs, tlong.messages],
  ]
}
