/** What two backends tell of one plan, half by half. */
import { compareOrder, type Difference } from './event-order.ts'
import { type Column, type Told, tell } from './figures.ts'
import type { Played } from './play.ts'

export interface Row {
  readonly plan: string
  /** The fault's id, its name and what it was done to. */
  readonly id: string
  readonly fault: string
  /** The first of what it was done to. */
  readonly target: string
  readonly half: string
  readonly sim: Column | undefined
  readonly docker: Column | undefined
  /** Undefined where there is but one column. */
  readonly differences: readonly Difference[] | undefined
}

export interface PlanResult {
  readonly plan: string
  readonly sim: Told | { readonly why: string }
  readonly docker: Told | { readonly why: string }
  readonly rows: readonly Row[]
}

export const sideBySide = (plan: string, sim: Played, docker: Played): PlanResult => {
  const left = 'why' in sim ? sim : tell(sim.journal)
  const right = 'why' in docker ? docker : tell(docker.journal)
  const keys = new Set([...columnsOf(left), ...columnsOf(right)].map(keyOf))
  const rows = [...keys].map((key) =>
    rowOf(plan, columnsOf(left).find(hasKey(key)), columnsOf(right).find(hasKey(key))),
  )
  return { plan, sim: left, docker: right, rows }
}

/** Whether both came to the same verdict; undefined where one did not come to any. */
export const sameVerdict = ({ sim, docker }: PlanResult): boolean | undefined =>
  'why' in sim || 'why' in docker ? undefined : sim.verdict === docker.verdict

const columnsOf = (side: PlanResult['sim']): readonly Column[] =>
  'why' in side ? [] : side.columns

const keyOf = ({ chapter: { instance, half } }: Column): string => `${instance.id} ${half}`

const hasKey =
  (key: string) =>
  (column: Column): boolean =>
    keyOf(column) === key

const rowOf = (plan: string, sim: Column | undefined, docker: Column | undefined): Row => {
  const { instance, half } = (sim ?? docker ?? unreachable()).chapter
  const differences = sim && docker && compareOrder(sim.chapter, docker.chapter)
  const fault = `${instance.fault} ${instance.on.join(', ')}`
  const target = instance.on[0] ?? ''
  return { plan, id: instance.id, fault, target, half, sim, docker, differences }
}

const unreachable = (): never => {
  throw new Error('a key without a column')
}
