import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { InputError } from '../../../src/lib/errors.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { type Imported, importGraphml } from '../../../src/load/import/graphml.ts'
import { loadTopology } from '../../../src/load/topology.ts'
import { golden } from '../../golden.ts'

const zoo = (name: string): Imported =>
  importGraphml(name, readFileSync(join(packageRoot(), 'test/data/topology-zoo', name), 'utf8'))
const load = ({ text }: Imported) => loadTopology('imported.yaml', text, { kinds: ['frr'] })

/** GraphML with nodes and edges in the short form of the tests. */
const graphml = (
  nodes: readonly (readonly [id: string, label?: string])[],
  edges: string,
): string => `
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="label" attr.type="string" for="node" id="d1" />
  <graph edgedefault="undirected">
    ${nodes.map(([id, label]) => `<node id="${id}">${label === undefined ? '' : `<data key="d1">${label}</data>`}</node>`).join('')}
    ${edges
      .split(' ')
      .filter(Boolean)
      .map((edge) => edge.split('-'))
      .map(([a, b]) => `<edge source="${a}" target="${b}" />`)
      .join('')}
  </graph>
</graphml>`

test('topologies/abilene.yaml is what the importer makes of Abilene', () => {
  const abilene = zoo('Abilene.graphml')
  golden(abilene.text, 'topologies/abilene.yaml')
  assert.deepEqual(abilene.notes, [])
  const { name, nodes, links, sessions } = load(abilene)
  assert.deepEqual([name, nodes.length, links.length, sessions.length], ['abilene', 11, 14, 14])
  assert.equal(new Set(nodes.map(({ asn }) => asn)).size, 11)
  assert.ok(nodes.every(({ networks, position }) => networks.length === 1 && position))
})

test('a file with labels that occur twice and a node without coordinates', () => {
  const bellsouth = zoo('Bellsouth.graphml')
  const { nodes, links } = load(bellsouth)
  assert.deepEqual([nodes.length, links.length], [51, 66])
  assert.equal(nodes.filter(({ position }) => !position).length, 1)
  assert.ok(nodes.some(({ name }) => name === 'stone-mt-2'))
  assert.deepEqual(bellsouth.notes, [
    '3 name(s) numbered since labels occur twice',
    '1 node(s) have no coordinates',
  ])
})

test('labels become names: lower case, no accents, numbered, the id where there is none', () => {
  const nodes = [
    ['0', 'São Paulo'],
    ['1', 'São Paulo'],
    ['2', 'Sao-Paulo 2'],
    ['3'],
    ['n4', 'None'],
    ['5', '???'],
    ['6', 'all'],
    ['7', 'A &amp; B'],
    ['8', 'x'.repeat(60)],
    ['9', 'x'.repeat(60)],
  ] as const
  assert.deepEqual(
    load(importGraphml('f', graphml(nodes, ''))).nodes.map(({ name }) => name),
    [
      ...['sao-paulo', 'sao-paulo-2', 'sao-paulo-2-2', 'n3', 'n4', 'n5', 'all-2', 'a-b'],
      ...['x'.repeat(40), `${'x'.repeat(38)}-2`],
    ],
  )
})

test('parallel edges stay, loops and edges to nowhere go, and all of it is noted', () => {
  const imported = importGraphml(
    'net.graphml',
    graphml(
      [
        ['0', 'a'],
        ['1', 'b'],
      ],
      '0-1 1-0 0-0 0-7',
    ),
  )
  assert.deepEqual(
    load(imported).links.map(({ id }) => id),
    ['a--b', 'b--a#2'],
  )
  assert.deepEqual(imported.notes, [
    '1 edge(s) from a node to itself left out',
    '1 edge(s) to unknown nodes left out',
    '1 edge(s) parallel to another kept as links of their own',
    '2 node(s) have no coordinates',
  ])
  assert.equal(load(imported).name, 'net')
})

test('what is no GraphML is refused with a reason', () => {
  const refuse = (text: string, message: RegExp) =>
    assert.throws(
      () => importGraphml('f.xml', text),
      (error) => {
        assert.ok(error instanceof InputError)
        assert.match(error.message, message)
        return true
      },
    )
  refuse('', /^f\.xml/)
  refuse('name: lab\n', /^f\.xml/)
  refuse('<graphml><graph></graphml>', /^f\.xml:1:\d+: not XML: /)
  refuse('<gml></gml>', /^f\.xml: not a GraphML file: its root element is not <graphml>/)
  refuse('<graphml></graphml>', /not a GraphML file/)
  refuse('<graphml><graph edgedefault="directed"/></graphml>', /the graph has no nodes/)
})

test('a broken file gives a topology or an error for the user, never another exception', () => {
  const whole = graphml([['0', 'a'], ['1', 'b'], ['2']], '0-1 1-2')
  const cut = fc.tuple(fc.nat(whole.length), fc.nat(60), fc.string({ maxLength: 5 }))
  fc.assert(
    fc.property(cut, ([start, length, put]) => {
      try {
        load(importGraphml('f', whole.slice(0, start) + put + whole.slice(start + length)))
      } catch (error) {
        assert.ok(error instanceof InputError, String(error))
      }
    }),
    { numRuns: 500 },
  )
})
