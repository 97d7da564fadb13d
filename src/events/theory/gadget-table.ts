import type { Gadget } from '../gadgets/define.ts'
import { gadgets } from '../gadgets/index.ts'
import { DRAWN, LOCKSTEP, type Played, playGadget } from '../gadgets/play.ts'
import { stableStates } from '../stable-states.ts'
import type { TheoryTable } from './table.ts'

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)

export const gadgetTable: TheoryTable = {
  name: 'gadgets',
  summary:
    'stable states of each gadget, how it ends in step, and how 20 seeds of drawn delays end',
  source: 'each gadget has its own, see below',
  titles: ['gadget', 'stable states', 'in step', 'period ms', 'drawn', 'states reached'],
  rows: () => gadgets.map(rowOf),
}

const rowOf = (gadget: Gadget): (string | number)[] => {
  const [{ result }] = playGadget({ ...gadget, acts: [] }, LOCKSTEP, 1) as [Played]
  const drawn = SEEDS.map((seed) => playGadget({ ...gadget, acts: [] }, DRAWN, seed)[0] as Played)
  const ends = drawn.filter((one) => one.result.outcome === 'converged')
  const states = new Set(ends.map(({ asPaths }) => JSON.stringify(asPaths)))
  return [
    ...[gadget.name, stableStates(gadget.network).length],
    ...[result.outcome, result.periodMs === undefined ? '-' : String(result.periodMs)],
    ...[`${ends.length} of ${drawn.length} converge`, states.size],
  ]
}
