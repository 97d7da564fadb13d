/**
 * Who is whose customer, from paths alone. Traffic is carried for money, so a path goes up to
 * providers, perhaps over one link between peers, and down to customers (Gao, "On inferring autonomous
 * system relationships in the Internet", ToN 2001). Each path is taken apart at its top:
 *
 * 1. The top is a link inside the clique, else the AS with the largest transit degree.
 * 2. Every link below the top is a vote for a customer and its provider. Of the two links at a top AS
 *    one may be between peers: the one to the larger of the two neighbours gives no vote.
 * 3. The clique are peers. Elsewhere the majority of votes decides. A link without any vote was seen at
 *    tops only. It is between peers when a neighbour of the collector uses it (it would go through a
 *    provider to more than that provider's customers, and others would go through it to a customer), or
 *    when the two are of a size; else the smaller is the customer.
 * 4. Paths that go down and up again under this result show its mistakes. A link between peers in such a
 *    path becomes one to a customer when that leaves fewer such paths.
 */
import { LINK, LinkList } from '../link-list.ts'
import { cliqueOf, type Degrees, degreesOf, endsOf } from './clique.ts'
import type { PathSet } from './path-set.ts'
import { type Directed, DOWN, explained, LEVEL, mend, UP } from './valley-free.ts'

export interface Inferred {
  readonly links: LinkList
  /** AS numbers, ascending. */
  readonly clique: readonly number[]
  /** Of the paths, and of the routes that have them: how many the result explains (no valleys). */
  readonly explained: { readonly paths: number; readonly routes: number }
}

/** Larger than this ratio of degrees, two ASes are no peers. */
const LARGEST_RATIO = 10

export const inferRelationships = (paths: PathSet): Inferred => {
  const degrees = degreesOf(paths)
  const clique = cliqueOf(paths, degrees)
  const ends = endsOf(paths)
  const votes = countVotes(paths, degrees, clique)
  const types = new Int8Array(paths.links.size)
  for (let link = 0; link < types.length; link++) {
    const [a, b] = [ends.a[link] as number, ends.b[link] as number]
    types[link] =
      clique.has(a) && clique.has(b) ? LEVEL : judge([a, b], votes[link] as Votes, degrees, clique)
  }
  const directed: Directed = { types, first: ends.a }
  mend(paths, directed, (link) => {
    const [a, b] = [ends.a[link] as number, ends.b[link] as number]
    return !(clique.has(a) && clique.has(b))
  })
  return {
    links: linksOf(paths, types),
    clique: [...clique].map((as) => paths.links.asns.asn(as)).sort((a, b) => a - b),
    explained: explained(paths, directed),
  }
}

/** How often the first of a link is the customer of the second, and the other way round. */
interface Votes {
  up: number
  down: number
  /** Seen without a vote at a neighbour of the collector. */
  isFirst: boolean
}

const countVotes = (
  paths: PathSet,
  degrees: Degrees,
  clique: ReadonlySet<number>,
): readonly Votes[] => {
  const votes = Array.from({ length: paths.links.size }, () => ({ up: 0, down: 0, isFirst: false }))
  const { a: first } = endsOf(paths)
  for (let place = 0; place < paths.size; place++) {
    const [hops, via] = [paths.hops(place), paths.via(place)]
    const top = topOf(hops, degrees, clique)
    for (const [i, link] of via.entries()) {
      const vote = votes[link] as Votes
      if (i === top.silent) {
        if (i === 0) vote.isFirst = true
        continue
      }
      const isUp = i < top.at
      if (isUp === (first[link] === hops[i])) vote.up++
      else vote.down++
    }
  }
  return votes
}

/** The place of the highest AS, and of the link that may be between peers. */
const topOf = (
  hops: Int32Array,
  degrees: Degrees,
  clique: ReadonlySet<number>,
): { readonly at: number; readonly silent: number } => {
  let at = 0
  for (let i = 0; i < hops.length; i++) {
    const [as, next] = [hops[i] as number, hops[i + 1]]
    if (next !== undefined && clique.has(as) && clique.has(next)) return { at: i + 1, silent: i }
    if (isHigher(as, hops[at] as number, degrees, clique)) at = i
  }
  const [before, after] = [hops[at - 1], hops[at + 1]]
  if (before === undefined) return { at, silent: at }
  if (after === undefined) return { at, silent: at - 1 }
  return { at, silent: isHigher(after, before, degrees, clique) ? at : at - 1 }
}

const isHigher = (
  a: number,
  b: number,
  { all, transit }: Degrees,
  clique: ReadonlySet<number>,
): boolean => {
  const order =
    Number(clique.has(a)) - Number(clique.has(b)) ||
    (transit[a] as number) - (transit[b] as number) ||
    (all[a] as number) - (all[b] as number)
  return order > 0
}

const judge = (
  [a, b]: readonly [number, number],
  { up, down, isFirst }: Votes,
  { all, transit }: Degrees,
  clique: ReadonlySet<number>,
): number => {
  if (up !== down) return up > down ? UP : DOWN
  const size = (as: number) => (transit[as] as number) + (all[as] as number)
  const [large, small] = [Math.max(size(a), size(b)), Math.min(size(a), size(b))]
  const isNearCollector = isFirst && !clique.has(a) && !clique.has(b)
  const isOfASize =
    (transit[a] as number) > 0 && (transit[b] as number) > 0 && large / small < LARGEST_RATIO
  if (up === 0 && (isNearCollector || isOfASize)) return LEVEL
  return size(a) < size(b) ? UP : DOWN
}

const linksOf = ({ links }: PathSet, types: Int8Array): LinkList => {
  const typed = new LinkList()
  for (let link = 0; link < links.size; link++) {
    const { a, b } = links.at(link)
    if (types[link] === LEVEL) typed.add(a, b, LINK.peer)
    else if (types[link] === UP) typed.add(b, a, LINK.provider)
    else typed.add(a, b, LINK.provider)
  }
  return typed
}
