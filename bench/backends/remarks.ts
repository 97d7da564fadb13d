/** All in which two backends are not alike, each with its reason where there is one known. */
import { SHOWN, type Shown } from '../../src/report/shown.ts'
import type { Difference } from './event-order.ts'
import { KNOWN } from './known.ts'
import type { PlanResult, Row } from './side-by-side.ts'

export interface Remark {
  readonly row: Row
  readonly type: Difference['type'] | 'figure'
  readonly what: string
  /** Absent: nobody knows. */
  readonly why?: string
}

export const remarksOf = ({ rows }: PlanResult): readonly Remark[] =>
  rows.flatMap((row) => {
    const { sim, docker, differences = [] } = row
    const figures = sim && docker ? SHOWN.filter((name) => isFarApart(name, row)) : []
    return [
      ...differences.map(({ type, what }) => ({ row, type, what })),
      ...figures.map((what) => ({ row, type: 'figure' as const, what })),
    ].map((remark) => {
      const why = KNOWN.find(({ holds }) => holds(remark))?.why
      return why === undefined ? remark : { ...remark, why }
    })
  })

/** More than real routers differ from one run to the next: by a factor, and by more than a busy machine takes. */
export const isFarApart = (name: Shown, { sim, docker }: Row): boolean => {
  const [left, right] = [sim?.figures[name], docker?.figures[name]]
  if (typeof left !== 'number' || typeof right !== 'number') return left !== right
  const [less, more] = left < right ? [left, right] : [right, left]
  return more > FACTOR * less && more - less > (name === 'updates' ? LEAST_UPDATES : LEAST_MS)
}

const FACTOR = 2
const LEAST_MS = 500
const LEAST_UPDATES = 5
