/** Every table of docs/theory.md, in its order. */
import { bClique } from './b-clique.ts'
import { chainAndRing } from './chain-and-ring.ts'
import { clique } from './clique.ts'
import { gadgetTable } from './gadget-table.ts'
import { mrai } from './mrai.ts'
import type { TheoryTable } from './table.ts'

export const theory: readonly TheoryTable[] = [clique, bClique, chainAndRing, mrai, gadgetTable]
