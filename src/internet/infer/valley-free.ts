/** Paths against the relationships of their links: which of them nobody would have had a reason to use. */
import type { PathSet } from './path-set.ts'

/** The first AS of a link is a customer, a peer, a provider of the second. */
export const UP = 1
export const LEVEL = 0
export const DOWN = -1

export interface Directed {
  /** By position of the link. */
  readonly types: Int8Array
  /** Number of its first AS. */
  readonly first: Int32Array
}

export const isValleyFree = (
  paths: PathSet,
  place: number,
  { types, first }: Directed,
): boolean => {
  const [hops, via] = [paths.hops(place), paths.via(place)]
  let isAscending = true
  for (let i = 0; i < via.length; i++) {
    const link = via[i] as number
    const type = types[link] as number
    const step = first[link] === hops[i] ? type : -type
    if (step !== DOWN && !isAscending) return false
    if (step !== UP) isAscending = false
  }
  return true
}

/** How many of the paths, and of the routes that have them, are explained. */
export const explained = (paths: PathSet, directed: Directed) => {
  const sums = { paths: 0, routes: 0 }
  for (let place = 0; place < paths.size; place++)
    if (isValleyFree(paths, place, directed)) {
      sums.paths++
      sums.routes += paths.routesOf(place)
    }
  return sums
}

/** Changes links between peers for which `mayChange`, where that leaves fewer paths unexplained. */
export const mend = (
  paths: PathSet,
  directed: Directed,
  mayChange: (link: number) => boolean,
): void => {
  const through = pathsThrough(paths, suspects(paths, directed, mayChange))
  const badAmong = (places: readonly number[]): number =>
    places.reduce((sum, place) => sum + Number(!isValleyFree(paths, place, directed)), 0)
  for (const [link, places] of through) {
    let least = badAmong(places)
    let best = LEVEL
    for (const type of [UP, DOWN]) {
      directed.types[link] = type
      const bad = badAmong(places)
      if (bad >= least) continue
      least = bad
      best = type
    }
    directed.types[link] = best
  }
}

const suspects = (
  paths: PathSet,
  directed: Directed,
  mayChange: (link: number) => boolean,
): ReadonlySet<number> => {
  const found = new Set<number>()
  for (let place = 0; place < paths.size; place++)
    if (!isValleyFree(paths, place, directed))
      for (const link of paths.via(place))
        if (directed.types[link] === LEVEL && mayChange(link)) found.add(link)
  return found
}

const pathsThrough = (paths: PathSet, links: ReadonlySet<number>): Map<number, number[]> => {
  const through = new Map([...links].map((link): [number, number[]] => [link, []]))
  for (let place = 0; place < paths.size; place++)
    for (const link of paths.via(place)) through.get(link)?.push(place)
  return through
}
