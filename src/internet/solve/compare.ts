/** Two states of one prefix side by side: what a removal did. */
import { hasRoute, NEXT_HOP_MASK, NO_ROUTE, pathLengthOf, type Routes } from './routes.ts'

export interface Changes {
  /** ASes that had a route and have none, and the other way round. */
  readonly lost: number
  readonly gained: number
  /** Another next hop. */
  readonly moved: number
  /** Of those with a route in both: the path is longer, or shorter. */
  readonly longer: number
  readonly shorter: number
}

/** A copy that outlives the next question to the solver. */
export const keep = ({ graph, keys }: Routes): Routes => {
  return { graph, keys: keys.slice() }
}

export const compare = (before: Routes, after: Routes): Changes => {
  const changes = { lost: 0, gained: 0, moved: 0, longer: 0, shorter: 0 }
  for (let id = 0; id < before.graph.size; id++) {
    const [was, is] = [before.keys[id] as number, after.keys[id] as number]
    if (was === is) continue
    if (is === NO_ROUTE) changes.lost++
    else if (!hasRoute(before, id)) changes.gained++
    else {
      if ((was & NEXT_HOP_MASK) !== (is & NEXT_HOP_MASK)) changes.moved++
      const growth = pathLengthOf(after, id) - pathLengthOf(before, id)
      if (growth > 0) changes.longer++
      if (growth < 0) changes.shorter++
    }
  }
  return changes
}
