import { faults } from '../faults/index.ts'
import type { Cell } from '../model/matrix.ts'
import type { Plan } from '../model/plan.ts'
import { expand } from '../run/timeline.ts'
import { timelineText } from '../run/timeline-text.ts'
import { cellsData, cellsText } from './cell-option.ts'
import { type Context, show } from './context.ts'

/** What would happen, in every cell of a matrix. */
export const showTimelines = (context: Context, plan: Plan): void =>
  plan.cells ? showCells(context, plan.cells) : showTimeline(context, plan)

const showTimeline = (context: Context, plan: Plan): void => {
  const timeline = expand(plan, faults)
  show(context, [...plan.load, ...timeline], () => timelineText(timeline, plan.load))
}

const showCells = (context: Context, cells: readonly Cell[]): void => {
  const expanded = cells.map((cell) => ({ cell, timeline: expand(cell.plan, faults) }))
  show(context, cellsData(expanded), () => cellsText(expanded))
}
