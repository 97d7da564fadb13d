/** What a router without its rib daemon believes, by effects that come and go on a quiet network. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withDeaf } from '../../../bench/plans/deaf-prediction.ts'
import { DeafRouters } from '../../../bench/plans/deaf-routers.ts'
import type { ForwardingTable } from '../../../src/forwarding/types.ts'
import { kindNames } from '../../../src/kinds/index.ts'
import { loadTopology } from '../../../src/load/topology.ts'
import type { Effect } from '../../../src/model/effect.ts'
import { NO_IMPAIRMENT } from '../../../src/model/impairment.ts'
import type { Topology } from '../../../src/model/topology.ts'
import { LINK_COST, solveIgp } from '../../../src/solve/igp.ts'

/** A chain a -- b -- c of one AS, and x outside at a. */
const topology = loadTopology(
  'chain.yaml',
  `
name: chain
nodes:
  a: { asn: 64501 }
  b: { asn: 64501 }
  c: { asn: 64501 }
  x: { asn: 64502 }
links:
  - { endpoints: [a, b] }
  - { endpoints: [b, c] }
  - { endpoints: [a, x] }
`,
  { kinds: kindNames },
)

const loopbackOf = (node: string): string =>
  topology.nodes.find(({ name }) => name === node)?.loopback.ipv4 ?? assert.fail(node)

/** Kernels as OSPF fills them when all is well; `withoutWays` has none. */
const kernelsOf = (whole: Topology, withoutWays: ReadonlySet<string> = new Set()) => {
  const igp = solveIgp(whole, NO_IMPAIRMENT)
  const ownerOf = new Map(whole.nodes.map(({ name, loopback }) => [loopback.ipv4, name]))
  const fib = (node: string): ForwardingTable => ({
    lookup: (target) => {
      const owner = ownerOf.get(target.replace('/32', ''))
      if (owner === node) return 'local'
      const [gateway] = owner && !withoutWays.has(node) ? igp.gateways(node, owner, 'ipv4') : []
      const link = whole.links.find(({ ends }) => ends.some(({ ipv4 }) => ipv4 === gateway))
      return gateway !== undefined && link ? [{ link: link.id, gateway }] : undefined
    },
    entries: function* () {},
  })
  return { fib, carries: () => true, isUp: () => true }
}

const ribOut: Effect = { lever: 'daemon', node: 'a', daemon: 'rib', state: 'dead' }
const bgpOut: Effect = { lever: 'daemon', node: 'a', daemon: 'bgp', state: 'dead' }
const cut = (link: string): Effect => ({ lever: 'carrier', end: { link, node: 'a' }, up: false })
const stopped: Effect = { lever: 'process', node: 'a', state: 'stopped', how: 'kill' }

/** Effects that change, a minute after each other; or at the times given with them. */
const deafAfter = (...changes: readonly (readonly Effect[])[]) => {
  const deaf = new DeafRouters(kernelsOf(topology), topology)
  for (const [index, effects] of changes.entries()) deaf.changed(effects, 60_000 * index)
  return deaf.all.get('a')
}

test('who hears is not deaf, nor who is not there', () => {
  assert.equal(deafAfter([]), undefined)
  assert.equal(deafAfter([cut('a--b')]), undefined)
  assert.equal(deafAfter([ribOut], [stopped, ribOut]), undefined)
  assert.equal(deafAfter([ribOut], []), undefined)
})

test('a deaf router keeps the costs and the interfaces of when it last heard', () => {
  const costs = new Map([
    [loopbackOf('b'), LINK_COST],
    [loopbackOf('c'), 2 * LINK_COST],
  ])
  const expected = { costs, linksDown: new Set(['a--x']) }
  assert.deepEqual(deafAfter([cut('a--x')], [cut('a--x'), ribOut]), expected)
  assert.deepEqual(deafAfter([cut('a--x')], [cut('a--x'), ribOut], [ribOut]), expected)
  assert.deepEqual(deafAfter([ribOut], [ribOut, cut('a--x')]), { costs, linksDown: new Set() })
})

test('its BGP looks at the interfaces when it starts, and after a restart of all there is no way', () => {
  const restarted = deafAfter(
    [ribOut],
    [ribOut, bgpOut],
    [ribOut, bgpOut, cut('a--x')],
    [ribOut, cut('a--x')],
  )
  assert.ok(restarted !== undefined && restarted !== 'unknown')
  assert.deepEqual([...restarted.linksDown], ['a--x'])
  assert.equal(restarted.costs.size, 2)
  const whole = deafAfter([ribOut], [ribOut, stopped], [ribOut])
  assert.deepEqual(whole, { costs: new Map(), linksDown: new Set() })
})

test('one that is out again before it has heard everything is not known', () => {
  const deaf = new DeafRouters(kernelsOf(topology), topology)
  deaf.changed([ribOut], 0)
  deaf.changed([], 60_000)
  deaf.changed([ribOut], 60_500)
  assert.equal(deaf.all.get('a'), 'unknown')
  assert.equal(withDeaf(kernelsOf(topology), topology, NO_IMPAIRMENT, deaf.all), undefined)
})

test('a session is not tried over an interface that is taken for down, nor one inside without a way', () => {
  const view = (net: ReturnType<typeof kernelsOf>, linksDown: readonly string[]) => {
    const belief = { costs: new Map([[loopbackOf('b'), 7]]), linksDown: new Set(linksDown) }
    return withDeaf(net, topology, NO_IMPAIRMENT, new Map([['a', belief]])) ?? assert.fail()
  }
  const idsWith = (...names: string[]) =>
    topology.sessions
      .filter(({ ends }) => names.every((name) => ends.some(({ node }) => node === name)))
      .map(({ id }) => id)
  const good = view(kernelsOf(topology), [])
  assert.deepEqual([...good.impairment.sessionsDown], [])
  assert.equal(good.igp.cost('a', 'b'), 7)
  assert.equal(good.igp.cost('a', 'c'), undefined)
  assert.equal(good.igp.cost('b', 'c'), LINK_COST)
  const without = view(kernelsOf(topology, new Set(['a'])), ['a--x'])
  const expected = [...idsWith('a', 'x'), ...idsWith('a', 'b'), ...idsWith('a', 'c')]
  assert.deepEqual([...without.impairment.sessionsDown].toSorted(), expected.toSorted())
})
