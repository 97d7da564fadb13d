import { bCliqueGraph } from '../shapes.ts'
import { failover } from './scenarios.ts'
import type { TheoryTable } from './table.ts'

const SIZES = [3, 4, 5, 6, 8, 10, 12]
const TIMING = { delayMs: 10, mrai: { ms: 30_000, per: 'peer' } } as const

/** The tie between chain and clique fails: the clique tries its own stale ways before the long chain. */
export const bClique: TheoryTable = {
  name: 'b-clique',
  summary: 'Tlong and Tshort: a chain and a clique of n ASes each, the short tie fails and is back',
  source: 'Pei, Azuma, Massey, Zhang: BGP-RCN, 2005',
  titles: [
    ...['n', 'Tlong ms', 'messages', 'withdrawals', 'paths explored', 'blackhole ms', 'loop ms'],
    ...['Tshort ms', 'messages'],
  ],
  rows: () => SIZES.map(rowOf),
}

const rowOf = (n: number): number[] => {
  const { tlong, tshort } = failover({ graph: bCliqueGraph(n), timing: TIMING }, [0, n])
  return [
    ...[n, tlong.convergenceMs, tlong.messages, tlong.withdrawals, Math.max(...tlong.explored)],
    ...[Math.max(...tlong.blackholeMs), Math.max(...tlong.loopMs)],
    ...[tshort.convergenceMs, tshort.messages],
  ]
}
