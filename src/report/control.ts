/** The run with faults against the one without. */
import { renderTable } from '../lib/table.ts'
import { againstControl, type Control, controlOf } from '../measure/control.ts'
import type { Unit } from '../model/measurement.ts'
import type { FinishedRun } from './finished-run.ts'
import { formatQuantity } from './quantity.ts'

export interface ControlTable {
  readonly control: Control
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const NAMES = ['updates', 'withdrawals', 'session-resets', 'loss-of-connectivity'] as const

/** Undefined where there was no control run. */
export const controlTable = (
  run: Pick<FinishedRun, 'entries' | 'measurements'>,
): ControlTable | undefined => {
  const control = controlOf(run.entries)
  if (!control) return undefined
  const figures = againstControl(control, run.measurements)
  const keys = new Map(
    figures.map(({ instance, half }) => [`${instance} ${half}`, { instance, half }]),
  )
  const cellOf = (instance: string, half: string, name: string): string => {
    const found = figures.find(
      (one) => one.instance === instance && one.half === half && one.name === name,
    )
    if (!found) return '-'
    const unit = unitOf(name, control)
    return `${formatQuantity(found.value, unit)} / ${formatQuantity(found.control, unit)}`
  }
  return {
    control,
    head: ['fault', 'half', ...NAMES],
    rows: [...keys.values()].map(({ instance, half }) => [
      instance,
      half,
      ...NAMES.map((name) => cellOf(instance, half, name)),
    ]),
  }
}

const unitOf = (name: string, { measurements }: Control): Unit =>
  measurements.find((measurement) => measurement.name === name)?.unit ?? 'count'

/** For a terminal; empty where there was no control run. */
export const controlText = (run: Pick<FinishedRun, 'entries' | 'measurements'>): string => {
  const table = controlTable(run)
  if (!table) return ''
  const columns = table.head.map((title, at) => ({
    title,
    ...(at > 1 && { align: 'right' as const }),
  }))
  return [
    caption(table.control),
    renderTable(
      columns,
      table.rows.map((row) => [...row]),
    ),
  ].join('\n')
}

/** What the figures of the table are. */
export const caption = ({ forMs }: Control): string =>
  `with the faults / at the same time of the control run, ${Math.round(forMs / 1000)} s without them`
