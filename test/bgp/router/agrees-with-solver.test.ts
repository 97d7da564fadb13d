/** Two implementations of the same protocol, one by messages and one by rounds, must end in one state. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createRandom, type Random } from '../../../src/lib/random.ts'
import type { Impairment } from '../../../src/model/impairment.ts'
import { NO_IMPAIRMENT } from '../../../src/model/impairment.ts'
import type { Relationship, Topology } from '../../../src/model/topology.ts'
import { solve } from '../../../src/solve/solve.ts'
import { broken, lab } from '../../solve/lab.ts'
import { Network } from './network.ts'

const RUNS = Number(process.env.LEMUR_RUNS ?? 150)

test('routers that exchange messages end in the state that the solver predicts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      const random = createRandom(seed)
      const topology = randomTopology(random)
      const network = new Network(topology, random)
      for (const impairment of history(topology, random)) {
        const prediction = solve(topology, impairment)
        if (!prediction.stable) return
        network.impair(impairment)
        assert.ok(network.run(), 'the routers do not come to rest')
        compare(topology, impairment, network)
      }
      network.impair(broken({ nodesDown: new Set(topology.nodes.map(({ name }) => name)) }))
    }),
    { numRuns: RUNS, seed: 4711 },
  )
})

const compare = (topology: Topology, impairment: Impairment, network: Network): void => {
  const prediction = solve(topology, impairment)
  for (const { name } of topology.nodes) {
    const predicted = [...(prediction.routes.get(name) ?? [])].map(
      ([prefix, { nextHop, asPath, decidedBy }]) => [prefix, { nextHop, asPath, decidedBy }],
    )
    const held = network.held(name)
    assert.deepEqual(
      Object.fromEntries([...held].sort()),
      Object.fromEntries(predicted.sort()),
      `${name} of ${JSON.stringify(topology.links.map(({ id }) => id))}`,
    )
  }
}

/** Intact, then broken in two ways, then intact again. */
const history = (topology: Topology, random: Random): Impairment[] => {
  const some = (ids: readonly string[]) => new Set(ids.filter(() => random.next() < 0.2))
  return [
    NO_IMPAIRMENT,
    broken({ linksDown: some(topology.links.map(({ id }) => id)) }),
    broken({ sessionsDown: some(topology.sessions.map(({ id }) => id)) }),
    NO_IMPAIRMENT,
  ]
}

/** Up to five ASes of one to four routers; relationships everywhere or nowhere; a reflector here and there. */
const randomTopology = (random: Random): Topology => {
  const nodes: Record<string, number> = {}
  const links: [string, string, Relationship?][] = []
  const reflectors: string[] = []
  const related = random.next() < 0.6
  const count = random.integer(2, 5)
  for (let asn = 1; asn <= count; asn++) {
    const members = Array.from({ length: random.integer(1, 4) }, (_, i) => `r${asn}-${i}`)
    for (const name of members) nodes[name] = asn
    for (let i = 1; i < members.length; i++)
      links.push([members[random.integer(0, i - 1)] as string, members[i] as string])
    if (members.length > 2 && random.next() < 0.5) reflectors.push(members[0] as string)
  }
  const names = Object.keys(nodes)
  const asOf = (name: string) => nodes[name] as number
  for (let n = random.integer(count - 1, 3 * count); n > 0; n--) {
    const a = names[random.integer(0, names.length - 1)] as string
    const b = names[random.integer(0, names.length - 1)] as string
    if (asOf(a) === asOf(b) || links.some(([x, y]) => [x, y].includes(a) && [x, y].includes(b)))
      continue
    links.push(related ? [a, b, relationship(asOf(a), asOf(b))] : [a, b])
  }
  return lab({ nodes, links, reflectors })
}

/** The higher number is the customer, so that nobody is its own provider's provider. */
const relationship = (a: number, b: number): Relationship => {
  if ((a * b) % 3 === 0) return 'peer'
  return a > b ? 'customer-provider' : 'provider-customer'
}
