import { cliqueGraph } from '../shapes.ts'
import { tdown, tup } from './scenarios.ts'
import type { TheoryTable } from './table.ts'

const SIZES = [3, 4, 5, 6, 7, 8, 9, 10]
const MRAI_MS = 30_000
const DELAY_MS = 10

/**
 * Without an MRAI routers in step try path after path, of a number that grows exponentially, bounded by
 * the factorial. With one for withdrawals too, every round takes away one path length: n - 3 rounds.
 */
export const clique: TheoryTable = {
  name: 'clique',
  summary:
    'Tdown in a full mesh of n ASes: the exploration of paths, without an MRAI and with 30 s',
  source: 'Labovitz, Ahuja, Bose, Jahanian: Delayed Internet Routing Convergence, 2000',
  titles: [
    'n',
    'Tup messages',
    'Tdown messages',
    'paths explored',
    '(n-1)!',
    'with MRAI',
    'rounds',
    'n-3',
  ],
  rows: () => SIZES.map(rowOf),
  charts: [
    {
      ...{ x: 'n, routers', y: 'messages', scale: 'log' },
      lines: [
        { label: 'Tdown without an MRAI', column: 2 },
        { label: 'Tdown with 30 s', column: 5 },
        { label: 'Tup', column: 1 },
      ],
    },
    {
      ...{ x: 'n, routers', y: 'paths', scale: 'log' },
      lines: [
        { label: 'most paths that a router explored', column: 3 },
        { label: 'bound of the paper, (n-1)!', column: 4 },
      ],
    },
    {
      ...{ x: 'n, routers', y: 'rounds of 30 s', scale: 'linear' },
      lines: [
        { label: 'rounds of Tdown with an MRAI', column: 6 },
        { label: 'bound of the paper, n-3', column: 7 },
      ],
    },
  ],
}

const rowOf = (n: number): number[] => {
  const graph = cliqueGraph(n)
  const free = { graph, timing: { delayMs: DELAY_MS } }
  const mrai = { ms: MRAI_MS, per: 'prefix', withdrawals: true } as const
  const paced = tdown({ graph, timing: { delayMs: DELAY_MS, mrai } })
  const { messages, explored } = tdown(free)
  const rounds = Math.floor(paced.convergenceMs / MRAI_MS)
  return [
    ...[n, tup(free).messages, messages, Math.max(...explored), factorial(n - 1)],
    ...[paced.messages, rounds, n - 3],
  ]
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
