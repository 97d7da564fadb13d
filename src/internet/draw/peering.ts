/** Peers at exchanges: how many an AS has is a power law too. */
import type { Random } from '../../lib/random.ts'
import { LINK, type LinkList } from '../link-list.ts'

export interface PeeringSpec {
  readonly tierOne: number
  readonly transit: number
  /** Links between peers in the whole graph, the clique's too. Fewer when there is no room for them. */
  readonly wanted: number
}

/** The clique has no other peers: who is not in it pays. */
export const addPeers = (
  links: LinkList,
  asns: readonly number[],
  { tierOne, transit, wanted }: PeeringSpec,
  random: Random,
): void => {
  const members: number[] = []
  const weights: number[] = []
  for (let place = tierOne; place < asns.length; place++) {
    const share = place < tierOne + transit ? TRANSIT_AT_EXCHANGES : STUBS_AT_EXCHANGES
    if (random.next() >= share) continue
    members.push(asns[place] as number)
    weights.push((1 - random.next()) ** (-1 / ALPHA))
  }
  if (members.length < 2) return
  const draw = weighted(weights, members.length * LARGEST_WEIGHT, random)
  const clique = (tierOne * (tierOne - 1)) / 2
  for (let added = clique, tries = 0; added < wanted && tries < TRIES * wanted; tries++) {
    const [a, b] = [members[draw()] as number, members[draw()] as number]
    if (a !== b && links.add(a, b, LINK.peer) < 0) added++
  }
}

const TRANSIT_AT_EXCHANGES = 0.9
const STUBS_AT_EXCHANGES = 0.33
/** Exponent of the distribution of weights (Pareto). */
const ALPHA = 1.1
/** Of the number of members: nobody peers with everybody. */
const LARGEST_WEIGHT = 0.15
const TRIES = 30

/** Draws places with a probability in proportion to their weights, which are cut off at `most`. */
const weighted = (weights: readonly number[], most: number, random: Random): (() => number) => {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (const [i, weight] of weights.entries()) {
    sum += Math.min(weight, Math.max(1, most))
    sums[i] = sum
  }
  return () => {
    const at = random.next() * sum
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] as number) <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}
