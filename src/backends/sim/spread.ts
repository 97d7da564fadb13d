import type { Random } from '../../lib/random.ts'
import type { Spread } from './network-types.ts'

/** A constant draws nothing: it must not move the draws behind it. */
export const drawFrom = ([least, most]: Spread, random: Random): number =>
  most > least ? least + (most - least) * random.next() : least
