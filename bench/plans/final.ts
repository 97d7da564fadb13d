/** After a run nothing is left of it: what the network is like when all faults are gone. */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import { explain, LemurError } from '../../src/lib/errors.ts'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type { Testbed } from '../../src/model/testbed.ts'
import type { NodeName, PrefixText, Topology } from '../../src/model/topology.ts'
import { comparison } from '../check/compare.ts'
import type { Final, LostWay } from './played.ts'
import { waysOf } from './ways.ts'

export const lookAtTheEnd = async (
  testbed: Testbed,
  {
    network,
    linksBefore,
  }: { readonly network: SimNetwork; readonly linksBefore: readonly string[] },
  signal: AbortSignal,
): Promise<Final> => {
  const { topology } = testbed
  const compare = comparingAll(topology)
  const startedAt = testbed.clock.now()
  let differences = await compare(testbed, signal)
  while (differences.length > 0 && testbed.clock.now() < startedAt + PATIENCE_MS) {
    await testbed.clock.until(testbed.clock.now() + PAUSE_MS, signal)
    differences = await compare(testbed, signal)
  }
  return {
    differences,
    waitedMs: testbed.clock.now() - startedAt,
    lostWays: lostWaysOf(network, topology),
    links: linksAsTheyAre(network, topology).filter((line) => !linksBefore.includes(line)),
    unrest: await unrestOf(testbed, signal),
  }
}

/** A router that cannot be asked is a difference too. */
const comparingAll = (topology: Topology) => {
  const compare = comparison(topology, NO_IMPAIRMENT)
  return async (testbed: Testbed, signal: AbortSignal): Promise<readonly string[]> => {
    try {
      return await compare(testbed, signal)
    } catch (error) {
      signal.throwIfAborted()
      return [explain(error)]
    }
  }
}

/** A session over a link that loses packets needs some tries. */
const PATIENCE_MS = 120_000
const PAUSE_MS = 500
/** The first UPDATEs of a session that has just come back, and the End-of-RIB after them. */
const LAST_WORDS_MS = 5_000
/** Longer than hold times and the MRAI of all networks that are drawn. */
const REST_MS = 10_000

/** Every prefix is reachable from everywhere where the solver has a route for it. */
const lostWaysOf = (network: SimNetwork, topology: Topology): readonly LostWay[] =>
  topology.nodes.flatMap(({ name: node }) => {
    const known = knownAt(network, node)
    return topology.nodes
      .flatMap(({ networks }) => networks)
      .flatMap(({ prefix, canary: address }): LostWay[] => {
        const { loops, fails } = waysOf(network, topology, node, {
          source: undefined,
          destination: address,
        })
        if (loops) return [{ node, address, what: 'loop' }]
        return fails && known.has(prefix) ? [{ node, address, what: 'lost' }] : []
      })
  })

const knownAt = (network: SimNetwork, node: NodeName): ReadonlySet<PrefixText> => {
  try {
    return new Set(network.routes(node).map(({ prefix }) => prefix))
  } catch (error) {
    if (error instanceof LemurError) return new Set()
    throw error
  }
}

/** What each direction of each link is like, a line each. */
export const linksAsTheyAre = (network: SimNetwork, { links }: Topology): readonly string[] =>
  links.flatMap(({ id, ends }) =>
    ends.map(({ node }) => {
      const carries = network.carries(id, node) ? 'carries' : 'carries nothing'
      return `${id} from ${node} ${carries}: ${network.delayMs(id, node)} ms, loss ${network.loss(id, node)}`
    }),
  )

/** A connection that broke off in its handshake is repeated by TCP long after another took its place. */
const WORDS_OF_THE_DEAD: ReadonlySet<string> = new Set(['open-received', 'notification-received'])

const unrestOf = async ({ observe, clock }: Testbed, signal: AbortSignal): Promise<string[]> => {
  await clock.until(clock.now() + LAST_WORDS_MS, signal)
  const ended = new AbortController()
  const stream = await observe({ probeIntervalMs: 0, probeStreams: 0 }, ended.signal)
  const seen: string[] = []
  const reading = (async () => {
    for await (const observation of stream)
      if (!WORDS_OF_THE_DEAD.has(observation.type)) seen.push(JSON.stringify(observation))
  })()
  await clock.until(clock.now() + REST_MS, signal)
  ended.abort()
  await reading
  return seen
}
