/** A gadget: a small network whose behaviour theory knows, as data. */
import type { EventNetwork, NetworkSession, PeerPolicy } from '../exact/network.ts'

/** One thing that happens; the network is followed until it rests or is found to oscillate. */
export interface Act {
  readonly name: string
  /** Sessions, by the names of their ends. */
  readonly down?: readonly (readonly [string, string])[]
  readonly up?: readonly (readonly [string, string])[]
}

export interface Gadget {
  readonly name: string
  readonly summary: string
  /** Paper or RFC. */
  readonly source: string
  readonly network: EventNetwork
  /** Stable states of the intact network, as theory has it; a test enumerates them. */
  readonly stableStates: number
  /** What happens after the prefix was announced. */
  readonly acts?: readonly Act[]
  /** Where the routers are in a drawing, much as the source has them. */
  readonly places: Readonly<Record<string, GadgetPlace>>
}

/** 0 to 1, y downwards; the side of its texts, by default the outer one. */
export type GadgetPlace = readonly [x: number, y: number, side?: 'left' | 'right']

export const defineGadget = (gadget: Gadget): Gadget => gadget

/** Router 0 in the middle of the four others. */
export const AROUND_0: Gadget['places'] = {
  0: [0.5, 0.5],
  1: [0.05, 0.95],
  2: [0.95, 0.95],
  3: [0.05, 0.05],
  4: [0.95, 0.05],
}

/** AS number of a router of a ranking. */
const asnOf = (name: string): number => 10 + Number(name)

/**
 * A network of the stable paths problem: for each router the permitted paths, best first, as the
 * digits of the routers that they pass. Router 0 announces. All that is not permitted is refused.
 */
export const rankedNetwork = (
  ranking: Readonly<Record<string, readonly string[]>>,
): EventNetwork => {
  const paths = Object.values(ranking).flat()
  const pairs = new Set(
    paths.flatMap((path) => [...path].slice(1).map((to, i) => pair(path[i] as string, to))),
  )
  const names = [...new Set(paths.flatMap((path) => [...path]))].sort()
  return {
    routers: names.map((name) => ({
      name,
      asn: asnOf(name),
      ...(name === '0' && { announces: { origin: 'igp', asPath: [] } }),
    })),
    sessions: [...pairs].sort().map((ends): NetworkSession => {
      const [a, b] = [...ends] as [string, string]
      return { ends: [a, b], policies: [importsOf(ranking[a], b), importsOf(ranking[b], a)] }
    }),
  }
}

const pair = (a: string, b: string): string => [a, b].sort().join('')

/** The best path gets the highest preference; the last rule refuses. */
const importsOf = (ranked: readonly string[] = [], from: string): PeerPolicy => ({
  imports: [
    ...ranked.flatMap((path, rank) =>
      path[1] === from ? [{ asPath: [...path].slice(1).map(asnOf), localPref: 1000 - rank }] : [],
    ),
    {},
  ],
})
