/**
 * A random AS graph that is like that of the Internet where it matters for routing. A clique without
 * providers at the top; below it transit networks; most ASes are stubs. Who has many customers gets
 * more (Barabasi and Albert, 1999), which makes the number of customers a power law (Faloutsos,
 * Faloutsos and Faloutsos, SIGCOMM 1999). Providers come before their customers, so nobody is its own
 * provider by a detour. Some ASes are at exchanges and peer there, most of them with few and a few
 * with very many others.
 *
 * The figures are fitted to what CAIDA published for about 78,000 ASes; docs/internet.md compares.
 */
import type { Random } from '../../lib/random.ts'
import { LINK, LinkList } from '../link-list.ts'
import { addPeers } from './peering.ts'

export interface Tiers {
  readonly tierOne: number
  readonly transit: number
  readonly stubs: number
}

export interface DrawnInternet {
  readonly links: LinkList
  readonly tiers: Tiers
  /** AS number by place: first the clique, then transit networks, then stubs. */
  readonly asns: readonly number[]
}

/** At least 2 ASes. The same stream of random numbers gives the same graph. */
export const drawInternet = (ases: number, random: Random): DrawnInternet => {
  const tiers = tiersOf(ases)
  const asns = asNumbers(ases)
  const links = new LinkList()
  addClique(links, asns.slice(0, tiers.tierOne))
  addProviders(links, asns, tiers, random.fork('providers'))
  const wanted = Math.round(peeringsPerAs(ases) * ases)
  addPeers(links, asns, { ...tiers, wanted }, random.fork('peers'))
  return { links, tiers, asns }
}

/** About 16 in the clique of the Internet, and a seventh of all ASes with customers. */
export const tiersOf = (ases: number): Tiers => {
  const tierOne = Math.max(1, Math.round(1.42 * Math.log(ases)))
  const transit = Math.min(ases - tierOne, Math.round(TRANSIT_SHARE * ases))
  return { tierOne, transit, stubs: ases - tierOne - transit }
}

const TRANSIT_SHARE = 0.15
/** Providers of an AS, on average, so that there are 136,739 links to customers at 78,000. */
const TRANSIT_PROVIDERS = 2.5
const STUB_PROVIDERS = 1.62
const MOST_PROVIDERS = 12
/** The rest goes to those who have many customers already. */
const UNIFORM_SHARE = 0.14
const SIZE_OF_THE_INTERNET = 78_000
const PEERINGS_OF_THE_INTERNET = 350_000

/** Fewer in small graphs, as there were in the Internet when it was small. */
const peeringsPerAs = (ases: number): number =>
  (PEERINGS_OF_THE_INTERNET / SIZE_OF_THE_INTERNET) * (ases / SIZE_OF_THE_INTERNET) ** 0.31

/** From 1 on, without those that no network may have (RFC 6793, 5398, 6996, 7300). */
const asNumbers = (count: number): number[] => {
  const asns: number[] = []
  for (let asn = 1; asns.length < count; asn++)
    if (asn !== 23_456 && (asn < 64_496 || asn > 65_551)) asns.push(asn)
  return asns
}

const addClique = (links: LinkList, asns: readonly number[]): void => {
  for (const [i, a] of asns.entries()) for (const b of asns.slice(i + 1)) links.add(a, b, LINK.peer)
}

const addProviders = (
  links: LinkList,
  asns: readonly number[],
  { tierOne, transit }: Tiers,
  random: Random,
): void => {
  /** The provider of every link, so that a random entry is a provider weighted by its customers. */
  const chosen = Array.from({ length: tierOne }, (_, i) => i)
  for (let place = tierOne; place < asns.length; place++) {
    const isTransit = place < tierOne + transit
    const known = Math.min(place, tierOne + transit)
    const count = Math.min(known, providerCount(isTransit, random))
    for (let added = 0; added < count; ) {
      const isUniform = random.next() < UNIFORM_SHARE
      const provider = isUniform
        ? random.integer(0, known - 1)
        : (chosen[random.integer(0, chosen.length - 1)] as number)
      const asn = asns[provider] as number
      if (links.add(asn, asns[place] as number, LINK.provider) >= 0) continue
      chosen.push(provider)
      added++
    }
  }
}

/** One, and as many more as a coin says that is thrown until it falls on the other side. */
const providerCount = (isTransit: boolean, random: Random): number => {
  const more = (isTransit ? TRANSIT_PROVIDERS : STUB_PROVIDERS) - 1
  let count = 1
  while (count < MOST_PROVIDERS && random.next() < more / (1 + more)) count++
  return count
}
