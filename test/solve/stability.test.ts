import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type { Relation, Relationship, Topology } from '../../src/model/topology.ts'
import { solve } from '../../src/solve/solve.ts'
import { lab } from './lab.ts'

test('a policy without a stable state is told apart from one with', () => {
  // The bad gadget: each of three ASes around o prefers the direct route of its neighbour in the
  // ring over its own, and takes its own back as soon as it is not told any more.
  const plain = lab({
    nodes: { o: 9, a: 1, b: 2, c: 3 },
    links: [
      ['a', 'o'],
      ['b', 'o'],
      ['c', 'o'],
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ],
    originates: ['o'],
  })
  const bad: Topology = {
    ...plain,
    sessions: plain.sessions.map((session) =>
      session.id.endsWith('--o') ? session : related(session, 'peer', 'provider'),
    ),
  }
  const prediction = solve(bad, NO_IMPAIRMENT)
  assert.equal(prediction.stable, false)
  assert.deepEqual(prediction.unstable, ['198.18.1.0/24'])
  assert.equal(solve(plain, NO_IMPAIRMENT).stable, true)
})

test('Gao-Rexford on random hierarchies: stable, and every path is valley-free', () => {
  fc.assert(
    fc.property(hierarchy, ({ size, edges }) => {
      const topology = lab({
        nodes: Object.fromEntries(Array.from({ length: size }, (_, i) => [`n${i}`, i + 1])),
        links: edges,
      })
      const prediction = solve(topology, NO_IMPAIRMENT)
      assert.equal(prediction.stable, true)
      const kind = kinds(edges)
      for (const [node, table] of prediction.routes)
        for (const { asPath, prefix } of table.values()) {
          const hops = [Number(node.slice(1)) + 1, ...asPath]
          const shape = hops.slice(1).map((asn, i) => kind.get(`${hops[i]} ${asn}`))
          assert.match(shape.join(''), /^u*p?d*$/, `${node} to ${prefix}: ${hops}`)
          assert.equal(new Set(hops).size, hops.length)
        }
    }),
    { numRuns: 60 },
  )
})

test('fifty nodes with a prefix each all reach each other', () => {
  const names = Array.from({ length: 50 }, (_, i) => `n${i}`)
  const links = names.flatMap((name, i) => [
    [name, names[(i + 1) % 50] as string] as const,
    [name, names[(i * 7 + 3) % 50] as string] as const,
  ])
  const spec = lab({
    nodes: Object.fromEntries(names.map((name, i) => [name, i + 1])),
    links: links.filter(([a, b]) => a !== b),
  })
  const prediction = solve(spec, NO_IMPAIRMENT)
  assert.equal(prediction.stable, true)
  assert.ok([...prediction.routes.values()].every((table) => table.size === 50))
})

const related = (
  session: Topology['sessions'][number],
  ...[second, first]: readonly [Relation, Relation]
): Topology['sessions'][number] => ({
  ...session,
  ends: [
    { ...session.ends[0], relation: second },
    { ...session.ends[1], relation: first },
  ],
})

type Edge = readonly [string, string, Relationship]

/** Providers have lower numbers than their customers, so nobody is its own provider by a detour. */
const hierarchy: fc.Arbitrary<{ size: number; edges: Edge[] }> = fc
  .integer({ min: 2, max: 9 })
  .chain((size) =>
    fc
      .uniqueArray(
        fc.tuple(
          fc.integer({ min: 0, max: size - 1 }),
          fc.integer({ min: 0, max: size - 1 }),
          fc.boolean(),
        ),
        { maxLength: 24, selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` },
      )
      .map((pairs) => ({
        size,
        edges: pairs
          .filter(([a, b]) => a !== b)
          .map(([a, b, peer]): Edge => {
            const [low, high] = a < b ? [a, b] : [b, a]
            return [`n${high}`, `n${low}`, peer ? 'peer' : 'customer-provider']
          }),
      })),
  )

/** From one AS to the next: up to a provider, to a peer, down to a customer. */
const kinds = (edges: readonly Edge[]): ReadonlyMap<string, string> =>
  new Map(
    edges.flatMap(([a, b, relationship]) => {
      const [x, y] = [Number(a.slice(1)) + 1, Number(b.slice(1)) + 1]
      const isPeer = relationship === 'peer'
      return [
        [`${x} ${y}`, isPeer ? 'p' : 'u'],
        [`${y} ${x}`, isPeer ? 'p' : 'd'],
      ]
    }),
  )
