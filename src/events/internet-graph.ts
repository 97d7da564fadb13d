/** An AS graph as the event simulation takes it: one router an AS, by id. */
import type { Relation } from '../bgp/policy.ts'
import { type Adjacency, type AsGraph, neighboursOf } from '../internet/graph.ts'
import { type EventGraph, type GraphLink, graphOf } from './graph.ts'

/** RangeError for a graph with siblings: the routers know of customers, peers and providers. */
export const eventGraphOf = ({ size, customers, peers, siblings }: AsGraph): EventGraph => {
  if (siblings.ids.length > 0) throw new RangeError('siblings cannot be simulated by events')
  return graphOf(size, [
    ...linksOf(size, customers, 'customer'),
    ...linksOf(size, peers, 'peer').filter(isFirst),
  ])
}

const linksOf = (size: number, rows: Adjacency, secondIs: Relation): GraphLink[] => {
  const links: GraphLink[] = []
  for (let id = 0; id < size; id++)
    for (const other of neighboursOf(rows, id)) links.push({ ends: [id, other], secondIs })
  return links
}

/** Links without a direction stand in the rows of both ends. */
const isFirst = ({ ends: [a, b] }: GraphLink): boolean => a < b
