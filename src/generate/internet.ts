import { z } from 'zod'
import { drawInternet, type Tiers } from '../internet/draw/internet.ts'
import { LINK } from '../internet/link-list.ts'
import type { Relationship } from '../model/topology.ts'
import { defineShape, type Generated } from './shape.ts'

/** More routers than any testbed runs. The graph alone may be as large as the Internet. */
const MOST_ROUTERS = 1000

/** The Internet in small: tiers, a power law of degrees, and who is whose customer. */
export const internet = defineShape({
  name: 'internet',
  summary: 'the Internet in small: tiers, stubs, peers, with Gao-Rexford relationships',
  params: {
    ases: z
      .int()
      .min(2, { error: ({ input }) => `this shape needs at least 2 ases, found ${input}` })
      .max(MOST_ROUTERS, {
        error: ({ input }) =>
          `${input} ases are ${input} routers, and at most ${MOST_ROUTERS} are possible; ` +
          `for the graph alone: chaoslemur internet draw --ases ${input}`,
      })
      .describe(`Number of ASes with one router each, 2 to ${MOST_ROUTERS}.`),
  },
  generate: ({ ases }, random) => {
    const { links, tiers, asns } = drawInternet(ases, random)
    const nameOf = new Map(names(tiers).map((name, place) => [asns[place], name]))
    return {
      nodes: Object.fromEntries([...nameOf.values()].map((name) => [name, {}])),
      links: Array.from({ length: links.size }, (_, i): Generated['links'][number] => {
        const { a, b, type } = links.at(i)
        return [nameOf.get(a) as string, nameOf.get(b) as string, relationshipOf(type)]
      }),
    }
  },
})

const names = ({ tierOne, transit, stubs }: Tiers): string[] => [
  ...numbered('top', tierOne),
  ...numbered('transit', transit),
  ...numbered('stub', stubs),
]

const numbered = (stem: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${stem}${i + 1}`)

const relationshipOf = (type: number): Relationship =>
  type === LINK.peer ? 'peer' : 'provider-customer'
