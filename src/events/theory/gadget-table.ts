import type { Gadget } from '../gadgets/define.ts'
import { gadgets } from '../gadgets/index.ts'
import { LOCKSTEP, type Played, playGadget } from '../gadgets/play.ts'
import { endsOf } from './gadget-ends.ts'
import type { TheoryTable } from './table.ts'

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
  const { inState, never, seeds } = endsOf(gadget)
  return [
    ...[gadget.name, inState.length],
    ...[result.outcome, result.periodMs === undefined ? '-' : String(result.periodMs)],
    ...[`${seeds - never} of ${seeds} converge`, inState.filter((count) => count > 0).length],
  ]
}
