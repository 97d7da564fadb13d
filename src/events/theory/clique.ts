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
