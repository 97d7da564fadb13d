/**
 * Who is whose customer, from paths alone. Traffic is carried for money, so a path goes up to
 * providers, perhaps over one link between peers, and down to customers (Gao, "On inferring autonomous
 * system relationships in the Internet", ToN 2001). Each path is taken apart at its top:
 *
 * 1. The top is a link inside the clique, else the AS with the largest transit degree.
 * 2. Every link below the top is a vote for a customer and its provider. Of the two links at a top AS
 *    one may be between peers: the one to the larger of the two neighbours gives no vote.
 * 3. The clique are peers. Elsewhere the majority of votes decides. A link without any vote was seen at
 *    tops only. It is between peers when the two are of a size, or when a neighbour of the collector uses
 *    it that has a provider elsewhere: a provider would be below the top of some path, and to a customer
 *    others would come that way too. Else the smaller is the customer.
 * 4. Who is not in the clique pays somebody: without a provider, the largest peer is one if it is larger.
 * 5. Paths that go down and up again under this result show its mistakes. A link between peers in such a
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
  const customers = customersIn(votes, ends)
  const judge = judging(degrees, clique, (as) => customers.has(as))
  const types = new Int8Array(paths.links.size)
  for (let link = 0; link < types.length; link++) {
    types[link] = judge(ends.a[link] as number, ends.b[link] as number, votes[link] as Votes)
  }
  addProviders(types, ends, { degrees, clique })
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
  /** The neighbour of the collector that uses it without a vote, -1 without such. */
  user: number
}

const countVotes = (
  paths: PathSet,
  degrees: Degrees,
  clique: ReadonlySet<number>,
): readonly Votes[] => {
  const votes = Array.from({ length: paths.links.size }, () => ({ up: 0, down: 0, user: -1 }))
  const { a: first } = endsOf(paths)
  for (let place = 0; place < paths.size; place++) {
    const [hops, via] = [paths.hops(place), paths.via(place)]
    const top = topOf(hops, degrees, clique)
    for (const [i, link] of via.entries()) {
      const vote = votes[link] as Votes
      if (i === top.silent) {
        if (i === 0) vote.user = hops[0] as number
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

const addProviders = (
  types: Int8Array,
  { a, b }: ReturnType<typeof endsOf>,
  { degrees, clique }: { readonly degrees: Degrees; readonly clique: ReadonlySet<number> },
): void => {
  const isCustomer = new Uint8Array(degrees.all.length)
  const largest = new Int32Array(degrees.all.length).fill(-1)
  const otherEnd = (link: number, as: number) => (a[link] === as ? b[link] : a[link]) as number
  for (const [link, type] of types.entries()) {
    if (type !== LEVEL) isCustomer[(type === UP ? a[link] : b[link]) as number] = 1
    else
      for (const as of [a[link] as number, b[link] as number]) {
        const known = largest[as] as number
        const than = known < 0 ? as : otherEnd(known, as)
        if (isHigher(otherEnd(link, as), than, degrees, clique)) largest[as] = link
      }
  }
  for (const [as, link] of largest.entries())
    if (link >= 0 && !isCustomer[as] && !clique.has(as)) types[link] = a[link] === as ? UP : DOWN
}

/** What is said of the first AS of a link. */
type Judge = (a: number, b: number, votes: Votes) => number

const judging = (
  { all, transit }: Degrees,
  clique: ReadonlySet<number>,
  hasProvider: (as: number) => boolean,
): Judge => {
  const size = (as: number) => (transit[as] as number) + (all[as] as number)
  const isOfASize = (a: number, b: number): boolean =>
    (transit[a] as number) > 0 &&
    (transit[b] as number) > 0 &&
    Math.max(size(a), size(b)) < LARGEST_RATIO * Math.min(size(a), size(b))
  return (a, b, { up, down, user }) => {
    if (clique.has(a) && clique.has(b)) return LEVEL
    if (up !== down) return up > down ? UP : DOWN
    const isPeering = user >= 0 && hasProvider(user) && !clique.has(a) && !clique.has(b)
    if (up === 0 && (isPeering || isOfASize(a, b))) return LEVEL
    return size(a) < size(b) ? UP : DOWN
  }
}

/** Those whom a vote says to be somebody's customer. */
const customersIn = (
  votes: readonly Votes[],
  { a, b }: ReturnType<typeof endsOf>,
): ReadonlySet<number> => {
  const found = new Set<number>()
  for (const [link, { up, down }] of votes.entries()) {
    if (up > down) found.add(a[link] as number)
    if (down > up) found.add(b[link] as number)
  }
  return found
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
