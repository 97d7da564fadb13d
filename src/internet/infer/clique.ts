/** The ASes at the top of the paths, all linked with each other. */
import type { PathSet } from './path-set.ts'

export interface Degrees {
  /** Neighbours, by number of the AS. */
  readonly all: Int32Array
  /** Neighbours next to which the AS stands inside a path: what it carries traffic for or to. */
  readonly transit: Int32Array
}

export const degreesOf = (paths: PathSet): Degrees => {
  const { links } = paths
  const all = new Int32Array(links.asns.size)
  const transit = new Int32Array(links.asns.size)
  // One bit for each end of a link.
  const carries = new Uint8Array(links.size)
  const ends = endsOf(paths)
  for (let place = 0; place < paths.size; place++) {
    const [hops, via] = [paths.hops(place), paths.via(place)]
    for (let i = 1; i + 1 < hops.length; i++)
      for (const link of [via[i - 1] as number, via[i] as number])
        carries[link] = (carries[link] as number) | (ends.a[link] === hops[i] ? 1 : 2)
  }
  for (let link = 0; link < links.size; link++) {
    const [a, b] = [ends.a[link] as number, ends.b[link] as number]
    all[a] = (all[a] as number) + 1
    all[b] = (all[b] as number) + 1
    const flags = carries[link] as number
    if (flags & 1) transit[a] = (transit[a] as number) + 1
    if (flags & 2) transit[b] = (transit[b] as number) + 1
  }
  return { all, transit }
}

export const endsOf = ({ links }: PathSet): { readonly a: Int32Array; readonly b: Int32Array } => {
  const ends = { a: new Int32Array(links.size), b: new Int32Array(links.size) }
  let at = 0
  links.each((a, b) => {
    ends.a[at] = a
    ends.b[at++] = b
  })
  return ends
}

/** Among how many of the largest it is looked for. */
const CANDIDATES = 20

/**
 * The clique with the largest sum of transit degrees among the largest ASes (as Luckie et al., "AS
 * relationships, customer cones, and validation", IMC 2013, begin). Numbers of ASes.
 */
export const cliqueOf = (paths: PathSet, { transit }: Degrees): ReadonlySet<number> => {
  const largest = [...transit.keys()]
    .sort((a, b) => (transit[b] as number) - (transit[a] as number) || a - b)
    .slice(0, CANDIDATES)
    .filter((as) => (transit[as] as number) > 0)
  const isLinked = linkedAmong(paths, new Set(largest))
  let best: readonly number[] = []
  let most = 0
  const search = (chosen: readonly number[], left: readonly number[], sum: number): void => {
    if (sum > most) {
      best = chosen
      most = sum
    }
    const hope = left.reduce((total, as) => total + (transit[as] as number), sum)
    const [next, ...rest] = left
    if (next === undefined || hope <= most) return
    const fitting = rest.filter((as) => isLinked(next, as))
    search([...chosen, next], fitting, sum + (transit[next] as number))
    search(chosen, rest, sum)
  }
  search([], largest, 0)
  return new Set(best)
}

const linkedAmong = (paths: PathSet, among: ReadonlySet<number>) => {
  const pairs = new Set<string>()
  const key = (a: number, b: number) => `${Math.min(a, b)} ${Math.max(a, b)}`
  paths.links.each((a, b) => {
    if (among.has(a) && among.has(b)) pairs.add(key(a, b))
  })
  return (a: number, b: number): boolean => pairs.has(key(a, b))
}
