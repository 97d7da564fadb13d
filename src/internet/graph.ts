/**
 * An AS graph in typed arrays. ASes have dense ids in the order of their AS numbers, so that the
 * lower id is the lower AS number. Neighbours are rows of one array for each relation (compressed
 * sparse rows), ascending.
 */
import { InputError } from '../lib/errors.ts'
import { LINK, type LinkList } from './link-list.ts'

/** The neighbours of `id` are `ids[start[id]]` up to, without, `ids[start[id + 1]]`. */
export interface Adjacency {
  readonly start: Int32Array
  readonly ids: Int32Array
}

export interface AsGraph {
  /** Number of ASes. */
  readonly size: number
  /** AS number by id, ascending. */
  readonly asns: Uint32Array
  readonly providers: Adjacency
  readonly customers: Adjacency
  readonly peers: Adjacency
  readonly siblings: Adjacency
}

/** The solver keeps an id in 20 bits, and the highest number of these is no id. */
export const MOST_ASES = (1 << 20) - 1

/** InputError for more than `MOST_ASES`. */
export const buildGraph = (links: LinkList): AsGraph => {
  const size = links.asns.size
  if (size > MOST_ASES)
    throw new InputError(`${size} ASes: a graph of more than ${MOST_ASES} is not supported`)
  const asns = links.asns.list().sort()
  const idOf = idsInOrder(links.asns.list(), asns)
  const customersOf = counting(size)
  const peersOf = counting(size)
  const siblingsOf = counting(size)
  const rows = (type: number) =>
    type === LINK.provider ? customersOf : type === LINK.peer ? peersOf : siblingsOf
  links.each((a, b, type) => {
    rows(type).count(idOf[a] as number)
    if (type !== LINK.provider) rows(type).count(idOf[b] as number)
  })
  links.each((a, b, type) => {
    rows(type).put(idOf[a] as number, idOf[b] as number)
    if (type !== LINK.provider) rows(type).put(idOf[b] as number, idOf[a] as number)
  })
  // Turning rows and columns round leaves sorted rows.
  const providers = transposed(customersOf.rows)
  return {
    size,
    asns,
    providers,
    customers: transposed(providers),
    peers: transposed(peersOf.rows),
    siblings: transposed(siblingsOf.rows),
  }
}

/** The id of an AS number, -1 without one. */
export const idOfAsn = ({ asns }: AsGraph, asn: number): number => {
  let [low, high] = [0, asns.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = asns[middle] as number
    if (found === asn) return middle
    if (found < asn) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The neighbours of one AS in one relation, as a view. */
export const neighboursOf = ({ start, ids }: Adjacency, id: number): Int32Array =>
  ids.subarray(start[id], start[id + 1])

export const degreeOf = ({ start }: Adjacency, id: number): number =>
  (start[id + 1] as number) - (start[id] as number)

export const isNeighbour = ({ start, ids }: Adjacency, id: number, other: number): boolean => {
  for (let at = start[id] as number; at < (start[id + 1] as number); at++)
    if (ids[at] === other) return true
  return false
}

/** Links, each counted once. */
export const linkCounts = ({ customers, peers, siblings }: AsGraph) => ({
  customerProvider: customers.ids.length,
  peer: peers.ids.length / 2,
  sibling: siblings.ids.length / 2,
})

/** Of each number in `from`, where it stands in the sorted `asns`. */
const idsInOrder = (from: Uint32Array, asns: Uint32Array): Int32Array => {
  const graph = { asns } as AsGraph
  return Int32Array.from(from, (asn) => idOfAsn(graph, asn))
}

/** Rows whose lengths are counted first, and which are then filled. */
const counting = (size: number) => {
  const start = new Int32Array(size + 1)
  let next: Int32Array | undefined
  let ids = new Int32Array(0)
  return {
    count(id: number): void {
      ;(start[id + 1] as number)++
    },
    put(id: number, neighbour: number): void {
      if (!next) {
        ids = new Int32Array(accumulate(start))
        next = start.slice()
      }
      ids[(next[id] as number)++] = neighbour
    },
    get rows(): Adjacency {
      if (!next) accumulate(start)
      return { start, ids }
    },
  }
}

/** Lengths behind their place become places; returns the whole. */
const accumulate = (start: Int32Array): number => {
  for (let id = 1; id < start.length; id++) (start[id] as number) += start[id - 1] as number
  return start[start.length - 1] as number
}

/** Who has whom in its row, the other way round, ascending. */
const transposed = ({ start, ids }: Adjacency): Adjacency => {
  const turned = new Int32Array(start.length)
  for (const id of ids) (turned[id + 1] as number)++
  accumulate(turned)
  const next = turned.slice()
  const others = new Int32Array(ids.length)
  for (let id = 0; id + 1 < start.length; id++)
    for (let at = start[id] as number; at < (start[id + 1] as number); at++)
      others[(next[ids[at] as number] as number)++] = id
  return { start: turned, ids: others }
}
