/** What each router has as its best path at one moment. Routers are numbered as in their network. */

import type { EventGraph } from './graph.ts'
import { LOCAL, NO_ROUTE, type Speakers } from './speakers.ts'

export interface RouteState {
  /** AS path of each router; undefined without a route. */
  readonly asPaths: readonly (readonly number[] | undefined)[]
  /** The router that told it; undefined for an own prefix, and without a route. */
  readonly from: readonly (number | undefined)[]
}

export const routeStateOf = ({
  graph,
  speakers,
}: {
  readonly graph: EventGraph
  readonly speakers: Speakers
}): RouteState => {
  const nodes = Array.from({ length: graph.nodes }, (_, node) => node)
  return {
    asPaths: nodes.map((node) => speakers.asPath(node)),
    from: nodes.map((node) => {
      const via = speakers.via(node)
      return via === LOCAL || via === NO_ROUTE ? undefined : graph.target[via]
    }),
  }
}

export const isSameState = (a: RouteState, b: RouteState): boolean =>
  JSON.stringify([a.asPaths, a.from]) === JSON.stringify([b.asPaths, b.from])
