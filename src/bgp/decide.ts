/**
 * The decision process (RFC 4271 section 9.1.2.2 with RFC 4456 section 9) as a list of steps. Router
 * and simulator share it, and a report can say which step decided.
 */
import type { Origin } from './attributes.ts'

/** What the steps look at, of one path to one prefix. */
export interface Path {
  readonly source: 'local' | 'ebgp' | 'ibgp'
  readonly localPref: number
  /** See pathLength of as-path.ts. */
  readonly asPathLength: number
  readonly origin: Origin
  readonly med: number
  /** The AS that the path came from; MED compares only paths from the same one. */
  readonly neighbourAs: number
  /** Interior cost to the next hop; 0 when it is directly connected. */
  readonly igpCost: number
  /** ORIGINATOR_ID, else the BGP identifier of the neighbour, as a number. */
  readonly routerId: number
  readonly clusterListLength: number
  /** The neighbour's address as a number. */
  readonly neighbourAddress: bigint
}

export interface Step {
  readonly number: number
  readonly name: string
  readonly section: string
  /** Negative when `a` wins, positive when `b` wins, 0 when the step cannot tell. */
  order(a: Path, b: Path): number
}

const ORIGIN_RANK: Readonly<Record<Origin, number>> = { igp: 0, egp: 1, incomplete: 2 }

const ordered: readonly Omit<Step, 'number'>[] = [
  {
    // Not in the RFC, which has no weights; every daemon puts its own networks first.
    name: 'local origination',
    section: 'vendor weight',
    order: (a, b) => Number(b.source === 'local') - Number(a.source === 'local'),
  },
  {
    name: 'local preference',
    section: 'RFC 4271 9.1.1',
    order: (a, b) => b.localPref - a.localPref,
  },
  {
    name: 'AS path length',
    section: 'RFC 4271 9.1.2.2 a',
    order: (a, b) => a.asPathLength - b.asPathLength,
  },
  {
    name: 'origin',
    section: 'RFC 4271 9.1.2.2 b',
    order: (a, b) => ORIGIN_RANK[a.origin] - ORIGIN_RANK[b.origin],
  },
  {
    name: 'MED',
    section: 'RFC 4271 9.1.2.2 c',
    order: (a, b) => (a.neighbourAs === b.neighbourAs ? a.med - b.med : 0),
  },
  {
    name: 'eBGP over iBGP',
    section: 'RFC 4271 9.1.2.2 d',
    order: (a, b) => Number(a.source === 'ibgp') - Number(b.source === 'ibgp'),
  },
  {
    name: 'IGP cost',
    section: 'RFC 4271 9.1.2.2 e',
    order: (a, b) => a.igpCost - b.igpCost,
  },
  {
    name: 'router id',
    section: 'RFC 4271 9.1.2.2 f',
    order: (a, b) => a.routerId - b.routerId,
  },
  {
    name: 'cluster list length',
    section: 'RFC 4456 9',
    order: (a, b) => a.clusterListLength - b.clusterListLength,
  },
  {
    name: 'neighbour address',
    section: 'RFC 4271 9.1.2.2 g',
    order: (a, b) => (a.neighbourAddress < b.neighbourAddress ? -1 : 1),
  },
]

export const steps: readonly Step[] = ordered.map((step, i) => ({ number: i + 1, ...step }))

/** Negative when `a` wins against `b` alone. Not transitive over many: MED. Use `best` for a set. */
export const compare = (a: Path, b: Path): number => {
  for (const step of steps) {
    const order = step.order(a, b)
    if (order !== 0) return order
  }
  return 0
}

/** The step at which one of two paths wins. */
export const decidedBy = (a: Path, b: Path): Step =>
  steps.find((step) => step.order(a, b) !== 0) ?? (steps.at(-1) as Step)

export interface Decision<P extends Path> {
  readonly path: P
  /** The step that left one path; absent when there was only one. */
  readonly step?: Step
}

/** Each step strikes out what it ranks behind another path, until one is left. */
export const best = <P extends Path>(paths: readonly P[]): Decision<P> | undefined => {
  let left = paths
  for (const step of steps) {
    if (left.length <= 1) break
    left = left.filter((path) => !left.some((other) => step.order(other, path) < 0))
    if (left.length === 1) return { path: left[0] as P, step }
  }
  return left[0] && { path: left[0] }
}
