/** Links of a drawn network. Providers come before their customers, so nobody is its own provider by a detour. */
import type { Random } from '../../src/lib/random.ts'
import type { Relationship } from '../../src/model/topology.ts'
import type { DrawnAs } from './draw.ts'

export interface DrawnLink {
  readonly endpoints: readonly [string, string]
  readonly relationship?: Relationship | undefined
}

/** A tree, so that the AS is one, and some more. */
export const internalLinks = (random: Random, members: readonly string[]): readonly DrawnLink[] =>
  members.flatMap((name, i) => {
    if (i === 0) return []
    const parent = random.integer(0, i - 1)
    return members.slice(0, i).flatMap((other, j): DrawnLink[] => {
      const isExtra = random.next() < 1 / 3
      return j === parent || isExtra ? [{ endpoints: [other, name] }] : []
    })
  })

/**
 * Every AS but the first is the customer of an earlier one, so that everyone is reached; further
 * pairs are peers, or customer and provider. Some pairs have a second link, between the same two
 * routers or others.
 */
export const externalLinks = (
  random: Random,
  ases: readonly DrawnAs[],
  hasRelations: boolean,
): readonly DrawnLink[] =>
  ases.flatMap((customer, i) => {
    if (i === 0) return []
    const home = random.integer(0, i - 1)
    return ases.slice(0, i).flatMap((provider, j) => {
      const pair = random.fork(`${j} ${i}`)
      if (j !== home && pair.next() > 0.4) return []
      const isPeer = j !== home && pair.next() < 0.5
      const count = pair.next() < 0.4 ? 2 : 1
      return Array.from({ length: count }, () =>
        external(pair, { customer, provider, isPeer, hasRelations }),
      )
    })
  })

interface Pair {
  readonly customer: DrawnAs
  readonly provider: DrawnAs
  readonly isPeer: boolean
  readonly hasRelations: boolean
}

const external = (random: Random, pair: Pair): DrawnLink => {
  const ends = [oneOf(random, pair.customer.members), oneOf(random, pair.provider.members)] as const
  const isTurned = random.next() < 1 / 2
  const endpoints = isTurned ? ([ends[1], ends[0]] as const) : ends
  if (!pair.hasRelations) return { endpoints }
  if (pair.isPeer) return { endpoints, relationship: 'peer' }
  return { endpoints, relationship: isTurned ? 'provider-customer' : 'customer-provider' }
}

const oneOf = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random.integer(0, items.length - 1)] as Item
