import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GenerateSpec, generate, generateSpec, shapes } from '../../src/generate/index.ts'
import type { Generated } from '../../src/generate/shape.ts'
import { bridges, connected, type Graph, neighbours } from '../../src/model/graph.ts'

const make = (spec: GenerateSpec): Generated => generate(generateSpec.parse(spec) as GenerateSpec)

const graphOf = ({ nodes, links }: Generated): Graph => ({
  nodes: Object.keys(nodes),
  edges: links.map(([a, b], i) => ({ id: `${i}`, ends: [a, b] })),
})
/** Number of neighbours of each node, largest first. */
const degrees = (made: Generated): number[] =>
  [...neighbours(graphOf(made)).values()].map((others) => others.length).sort((a, b) => b - a)

const EXPECTED: Readonly<Record<string, { nodes: number; links: number; degrees: number[] }>> = {
  ring: { nodes: 6, links: 6, degrees: [2, 2, 2, 2, 2, 2] },
  line: { nodes: 6, links: 5, degrees: [2, 2, 2, 2, 1, 1] },
  mesh: { nodes: 6, links: 15, degrees: [5, 5, 5, 5, 5, 5] },
  hub: { nodes: 6, links: 5, degrees: [5, 1, 1, 1, 1, 1] },
  star: { nodes: 6, links: 5, degrees: [5, 1, 1, 1, 1, 1] },
  tree: { nodes: 6, links: 5, degrees: [3, 2, 2, 1, 1, 1] },
  clos: { nodes: 6, links: 8, degrees: [4, 4, 2, 2, 2, 2] },
  grid: { nodes: 6, links: 7, degrees: [3, 3, 2, 2, 2, 2] },
  'clique-b': { nodes: 6, links: 7, degrees: [3, 3, 2, 2, 2, 2] },
}

for (const [shape, expected] of Object.entries(EXPECTED))
  test(`${shape} of 6 nodes`, () => {
    const made = make({ shape, nodes: 6 })
    assert.equal(Object.keys(made.nodes).length, expected.nodes)
    assert.equal(made.links.length, expected.links)
    assert.deepEqual(degrees(made), expected.degrees)
  })

for (const { name } of shapes)
  test(`${name} of any size is connected, without loops or parallel links, and repeats`, () => {
    for (let nodes = 1; nodes <= 24; nodes++) {
      // Sizes of the Internet are counted in ASes.
      const size = name === 'internet' ? { ases: nodes } : { nodes }
      const parsed = generateSpec.safeParse({ shape: name, ...size })
      if (!parsed.success) continue
      const made = generate(parsed.data as GenerateSpec)
      const pairs = made.links.map((ends) => ends.toSorted().join(' '))
      assert.equal(Object.keys(made.nodes).length, nodes)
      assert.ok(connected(graphOf(made)), `${name} of ${nodes}`)
      assert.equal(new Set(pairs).size, pairs.length, 'parallel links')
      assert.ok(made.links.every(([a, b]) => a !== b && a in made.nodes && b in made.nodes))
      assert.deepEqual(generate(parsed.data as GenerateSpec), made)
    }
  })

test('a star has arms', () => {
  const made = make({ shape: 'star', nodes: 7, arm: 2 })
  assert.deepEqual(degrees(made), [3, 2, 2, 2, 1, 1, 1])
})

test('a grid has rows', () => {
  assert.deepEqual(make({ shape: 'grid', nodes: 4, width: 4 }).links, [
    ['r1', 'r2'],
    ['r2', 'r3'],
    ['r3', 'r4'],
  ])
})

test('in a B-clique the tie of r1 is no bridge: the chain is the long way round', () => {
  const made = make({ shape: 'clique-b', nodes: 8 })
  assert.deepEqual(made.links.at(-2), ['r1', 'r5'])
  assert.deepEqual(bridges(graphOf(made)), [])
})

test('preferential attachment brings its number of links per node, and hubs', () => {
  const made = make({ shape: 'barabasi-albert', nodes: 200, attach: 2 })
  assert.equal(made.links.length, 3 + 2 * 197)
  assert.ok((degrees(made)[0] ?? 0) > 15, 'a hub')
})

test('another seed is another random network, a written seed yields to a given one', () => {
  for (const shape of ['waxman', 'barabasi-albert']) {
    const spec = { shape, nodes: 20, seed: 1 }
    assert.notDeepEqual(make({ ...spec, seed: 2 }).links, make(spec).links)
    const parsed = generateSpec.parse(spec) as GenerateSpec
    assert.deepEqual(generate(parsed, 2).links, make({ ...spec, seed: 2 }).links)
  }
})

test('waxman nodes have a position', () => {
  for (const node of Object.values(make({ shape: 'waxman', nodes: 10 }).nodes))
    assert.ok(node.position && Math.abs(node.position.latitude) <= 10)
})

test('a small Internet: a clique on top, relationships on every link, everyone below has a provider', () => {
  const { nodes, links } = make({ shape: 'internet', ases: 60 })
  const tops = Object.keys(nodes).filter((name) => name.startsWith('top'))
  assert.ok(tops.length >= 2)
  const isTop = (name: string) => name.startsWith('top')
  const inClique = links.filter(([a, b]) => isTop(a) && isTop(b))
  assert.equal(inClique.length, (tops.length * (tops.length - 1)) / 2)
  assert.ok(inClique.every(([, , relationship]) => relationship === 'peer'))
  assert.ok(links.every(([, , relationship]) => relationship !== undefined))
  const customers = new Set(links.flatMap(([, b, type]) => (type === 'peer' ? [] : [b])))
  assert.deepEqual(
    Object.keys(nodes).filter((name) => !customers.has(name)),
    tops,
  )
})

test('a lab as large as the Internet is refused, and told what is there instead', () => {
  const parsed = generateSpec.safeParse({ shape: 'internet', ases: 78_000 })
  assert.match(parsed.error?.message ?? '', /78000 routers.*chaoslemur internet draw --ases/s)
})
