import { bCliqueGraph } from '../shapes.ts'
import { failover } from './scenarios.ts'
import type { TheoryTable } from './table.ts'

const SIZES = [3, 4, 5, 6, 8, 10, 12]
const TIMING = { delayMs: 10, mrai: { ms: 30_000, per: 'peer' } } as const

/** The tie between chain and clique fails: the clique tries its own stale ways before the long chain. */
export const bClique: TheoryTable = {
  name: 'b-clique',
  summary: 'Tlong and Tshort: a chain and a clique of n ASes each, the short tie fails and is back',
  source:
    'Pei, Azuma, Massey, Zhang: BGP-RCN: Improving BGP Convergence Through Root Cause Notification, 2005',
  titles: [
    ...['n', 'Tlong ms', 'messages', 'withdrawals', 'paths explored', 'blackhole ms', 'loop ms'],
    ...['Tshort ms', 'messages'],
  ],
  rows: () => SIZES.map(rowOf),
  charts: [
    {
      ...{ x: 'n, routers in chain and clique each', y: 'seconds', scale: 'log' },
      lines: [
        { label: 'Tlong', column: 1, divisor: 1000 },
        { label: 'Tshort', column: 7, divisor: 1000 },
      ],
    },
    {
      ...{ x: 'n, routers in chain and clique each', y: 'messages', scale: 'log' },
      lines: [
        { label: 'Tlong', column: 2 },
        { label: 'withdrawals among them', column: 3 },
        { label: 'Tshort', column: 8 },
      ],
    },
    {
      ...{ x: 'n, routers in chain and clique each', y: 'paths', scale: 'linear' },
      lines: [{ label: 'most paths that a router explored', column: 4 }],
    },
  ],
}

const rowOf = (n: number): number[] => {
  const { tlong, tshort } = failover({ graph: bCliqueGraph(n), timing: TIMING }, [0, n])
  return [
    ...[n, tlong.convergenceMs, tlong.messages, tlong.withdrawals, Math.max(...tlong.explored)],
    ...[Math.max(...tlong.blackholeMs), Math.max(...tlong.loopMs)],
    ...[tshort.convergenceMs, tshort.messages],
  ]
}
