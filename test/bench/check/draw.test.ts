import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadDrawn } from '../../../bench/check/case.ts'
import { type Drawn, drawCase } from '../../../bench/check/draw.ts'
import { phasesOf } from '../../../bench/check/phases.ts'
import { components } from '../../../src/model/graph.ts'
import type { Topology } from '../../../src/model/topology.ts'
import { fold } from '../../../src/run/fold.ts'
import { impairmentOf } from '../../../src/run/impairment.ts'
import { solve } from '../../../src/solve/solve.ts'

const draw = (seed: number, routers?: number) => drawCase({ seed, routers, kinds: ['frr'] })

const graphOf = ({ nodes, links }: Topology) => ({
  nodes: nodes.map(({ name }) => name),
  edges: links.map(({ id, ends: [a, b] }) => ({ id, ends: [a.node, b.node] as const })),
})

const seeds = fc.integer({ min: 0, max: 100_000 })

test('every drawn network loads, is connected, and has a stable state in every phase, but for very few with reflectors', () => {
  const unstable: number[] = []
  fc.assert(
    fc.property(seeds, (seed) => {
      const drawn = draw(seed)
      const topology = loadDrawn(drawn)
      assert.equal(components(graphOf(topology)).length, 1)
      assert.ok(topology.nodes.length >= 4 && topology.nodes.length <= 9)
      assert.ok(new Set(topology.nodes.map(({ asn }) => asn)).size >= 2)
      if (isStable(drawn, topology)) return
      assert.ok(topology.nodes.some(({ routeReflector }) => routeReflector))
      unstable.push(seed)
    }),
    { numRuns: 200 },
  )
  assert.ok(unstable.length <= RARE, `no stable state: seeds ${unstable.join(', ')}`)
})

/** Reflection off the shortest ways can leave a network without a stable state (seed 67796): less than one in a thousand draws. */
const RARE = 2

test('a network without a stable state is told from one that has one', () => {
  const of = (seed: number) => isStable(draw(seed), loadDrawn(draw(seed)))
  assert.deepEqual([of(67_796), of(1)], [false, true])
})

const isStable = (drawn: Drawn, topology: Topology): boolean =>
  phasesOf(drawn, topology).every(({ effects }) => {
    const impairment = impairmentOf(fold(effects, topology).values(), topology)
    return solve(topology, impairment).unstable.length === 0
  })

test('the same seed gives the same case; the number of routers can be chosen', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 9 }), (seed, routers) => {
      assert.deepEqual(draw(seed, routers), draw(seed, routers))
      assert.equal(loadDrawn(draw(seed, routers)).nodes.length, routers)
    }),
    { numRuns: 50 },
  )
})

test('the cut takes both ends of one link, and heals', () => {
  const drawn = draw(1)
  const topology = loadDrawn(drawn)
  const [before, cut, healed] = phasesOf(drawn, topology)
  const broken = impairmentOf(fold(cut?.effects ?? [], topology).values(), topology)
  assert.deepEqual([...broken.linksDown], [topology.links[drawn.cut]?.id])
  assert.deepEqual(healed?.effects, before?.effects)
})

test('among a few hundred there is some of everything', () => {
  const cases = Array.from({ length: 200 }, (_, seed) => draw(seed))
  const topologies = cases.map(loadDrawn)
  const share = (has: (topology: Topology) => boolean) =>
    topologies.filter(has).length / topologies.length
  const hasRelations = share(({ links }) => links.some(({ relationship }) => relationship))
  assert.ok(hasRelations > 0.5 && hasRelations < 0.85, String(hasRelations))
  const some = {
    reflectors: share(({ nodes }) => nodes.some((node) => node.routeReflector)),
    meshes: share(({ sessions }) => sessions.some(({ ends }) => !ends.some((e) => e.reflectsTo))),
    ipv6: share(({ families }) => families.includes('ipv6')),
    peers: share(({ links }) => links.some(({ relationship }) => relationship === 'peer')),
    parallel: share(({ links }) => links.some(({ id }) => id.includes('#'))),
    twins: cases.filter(({ twin }) => twin).length / cases.length,
    innerCuts: cases.filter(({ cut }, i) => isInner(topologies[i] as Topology, cut)).length / 200,
  }
  for (const [what, found] of Object.entries(some)) assert.ok(found > 0.05, `${what}: ${found}`)
})

const isInner = ({ sessions, links }: Topology, cut: number): boolean =>
  !sessions.some(({ link }) => link === links[cut]?.id)
