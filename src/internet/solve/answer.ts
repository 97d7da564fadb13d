/** A question to the solver with its answer in AS numbers: what the command line shows. */
import { type AsGraph, isNeighbour } from '../graph.ts'
import { type Removal, without } from '../without.ts'
import { type Changes, compare, keep } from './compare.ts'
import { hijack } from './hijack.ts'
import { leak } from './leak.ts'
import {
  hasRoute,
  type LearnedFrom,
  learnedFrom,
  pathLengthOf,
  pathOf,
  type Routes,
} from './routes.ts'
import { Solver } from './solver.ts'

/** ASes are ids. */
export interface Question {
  readonly origin: number
  /** All that is asked is asked of the graph without these. */
  readonly removal?: Removal
  readonly hijacker?: number
  readonly forgedOrigin?: boolean
  readonly leaker?: number
}

export interface Answer {
  readonly origin: number
  /** ASes beside the origin: with a route, by what they have it from, and without one. */
  readonly customer: number
  readonly peer: number
  readonly provider: number
  readonly unreached: number
  /** ASes on the path, the own one not counted; NaN when nobody has one. */
  readonly meanLength: number
  readonly longest: number
  /** Against the whole graph. */
  readonly changes?: Changes
  readonly hijack?: {
    readonly attacker: number
    readonly forgedOrigin: boolean
    /** ASes beside the two. */
    readonly toVictim: number
    readonly toAttacker: number
    readonly nowhere: number
  }
  /** ASes beside the leaker whose way leads through it; `leaks` is false when it has no route. */
  readonly leak?: {
    readonly leaker: number
    readonly leaks: boolean
    readonly before: number
    readonly after: number
  }
}

export interface Answered {
  readonly answer: Answer
  /** One AS in the state that was asked for last: that of the leak, else of the hijack, else the plain one. */
  row(id: number): Row
}

export interface Row {
  readonly asn: number
  /** Undefined without a route. */
  readonly learnedFrom: LearnedFrom | undefined
  /** From the neighbour to the origin. */
  readonly path: readonly number[] | undefined
}

export const answer = (whole: AsGraph, question: Question): Answered => {
  const { origin, removal, hijacker, leaker } = question
  const graph = removal ? without(whole, removal) : whole
  const before = removal && keep(new Solver(whole).origins(origin))
  const solver = new Solver(graph)
  const plain = keep(solver.origins(origin))
  let last: Routes = plain
  const parts: { -readonly [part in 'hijack' | 'leak']?: Answer[part] } = {}
  if (hijacker !== undefined) {
    const { forgedOrigin = false } = question
    const found = hijack(solver, { victim: origin, attacker: hijacker, forgedOrigin })
    const { toVictim, toAttacker, nowhere } = found
    const attacker = asnOf(graph, hijacker)
    parts.hijack = { attacker, forgedOrigin, toVictim, toAttacker, nowhere }
    last = keep(found.routes)
  }
  if (leaker !== undefined) {
    const found = leak(solver, origin, leaker)
    const { before = 0, after = 0 } = found ?? {}
    parts.leak = { leaker: asnOf(graph, leaker), leaks: found !== undefined, before, after }
    if (found) last = keep(found.routes)
  }
  return {
    answer: {
      ...figures(plain, origin),
      ...(before && { changes: compare(before, plain) }),
      ...parts,
    },
    row: (id) => ({
      asn: asnOf(graph, id),
      learnedFrom: relationOf(last, id),
      path: pathOf(last, id)?.map((one) => asnOf(graph, one)),
    }),
  }
}

const asnOf = ({ asns }: AsGraph, id: number): number => asns[id] as number

const figures = (routes: Routes, origin: number) => {
  const counts = { origin: 0, customer: 0, peer: 0, provider: 0 }
  let [sum, longest, reached] = [0, 0, 0]
  for (let id = 0; id < routes.graph.size; id++) {
    const from = learnedFrom(routes, id)
    if (from === undefined || id === origin) continue
    counts[from]++
    reached++
    const length = pathLengthOf(routes, id)
    sum += length
    longest = Math.max(longest, length)
  }
  const { customer, peer, provider } = counts
  return {
    origin: asnOf(routes.graph, origin),
    customer,
    peer,
    provider,
    unreached: routes.graph.size - 1 - reached,
    meanLength: sum / reached,
    longest,
  }
}

/** What the neighbour is, where a leaker's own route is given as one of a customer. */
const relationOf = (routes: Routes, id: number): LearnedFrom | undefined => {
  const found = learnedFrom(routes, id)
  if (found === undefined || found === 'origin' || !hasRoute(routes, id)) return found
  const next = (pathOf(routes, id) as number[])[0] as number
  if (found !== 'customer' || isNeighbour(routes.graph.customers, id, next)) return found
  if (isNeighbour(routes.graph.siblings, id, next)) return found
  return isNeighbour(routes.graph.peers, id, next) ? 'peer' : 'provider'
}
