import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { kindNames } from '../../src/kinds/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { golden } from '../golden.ts'
import { linkOf, loadText, nodeOf } from './load-text.ts'

const examples = readdirSync(join(packageRoot(), 'topologies')).filter((name) =>
  name.endsWith('.yaml'),
)

for (const name of examples)
  test(`topologies/${name} resolves as ever`, () => {
    const text = readFileSync(join(packageRoot(), 'topologies', name), 'utf8')
    const topology = loadTopology(name, text, { kinds: kindNames })
    const json = name.replace(/\.yaml$/, '.json')
    assert.equal(`${topology.name}.yaml`, name, 'the file is named after the lab')
    golden(`${JSON.stringify(topology, null, 2)}\n`, `test/golden/resolved/${json}`)
  })

test('a topology cannot be changed', () => {
  const topology = loadText('nodes: { a: }')
  assert.throws(() => {
    ;(topology.nodes[0]?.timers as { holdMs: number }).holdMs = 1
  }, TypeError)
})

test('a node goes before its groups, a later group before an earlier one, groups before defaults', () => {
  const topology = loadText(`
defaults: { image: from-defaults, timers: { hold: 30s, keepalive: 10s } }
groups:
  one: { nodes: [a, b, c], image: from-one, timers: { hold: 12s } }
  two: { nodes: [b, c], image: from-two }
nodes:
  a: {}
  b: {}
  c: { image: from-c, kind: quagga, timers: { mrai: 5s } }
  d:
`)
  const images = topology.nodes.map(({ image }) => image)
  assert.deepEqual(images, ['from-one', 'from-two', 'from-c', 'from-defaults'])
  assert.deepEqual(nodeOf(topology, 'c').groups, ['one', 'two'])
  assert.equal(nodeOf(topology, 'c').kind, 'quagga')
  assert.deepEqual(nodeOf(topology, 'c').timers, {
    keepaliveMs: 10_000,
    holdMs: 12_000,
    connectRetryMs: 5000,
    mraiMs: 5000,
  })
})

test('what is built in', () => {
  const topology = loadText('nodes: { a: , b: }\nlinks: [[a, b]]')
  assert.deepEqual(nodeOf(topology, 'a').timers, {
    keepaliveMs: 3000,
    holdMs: 9000,
    connectRetryMs: 5000,
    mraiMs: 0,
  })
  assert.equal(nodeOf(topology, 'a').kind, 'frr')
  assert.deepEqual(linkOf(topology, 'a--b').shape, {})
  assert.equal(linkOf(topology, 'a--b').mtu, 1500)
  assert.deepEqual(topology.families, ['ipv4'])
})

test('AS numbers count up, beside those that are written', () => {
  const { nodes } = loadText('nodes: { a: , b: { asn: 7 }, c: , d: { asn: 64512 }, e: }')
  assert.deepEqual(
    nodes.map(({ asn }) => asn),
    [64517, 7, 64514, 64512, 64516],
  )
})

test('private AS numbers of two octets are followed by those of four', () => {
  const { nodes } = loadText('generate: { shape: line, nodes: 1025 }')
  assert.equal(nodes[1022]?.asn, 65534)
  assert.equal(nodes[1023]?.asn, 4200000000)
  assert.equal(nodes[1024]?.asn, 4200000001)
})

test('links between the same two are numbered, whichever end is written first', () => {
  const { links } = loadText('nodes: { a: , b: }\nlinks: [[a, b], [b, a], [a, b]]')
  assert.deepEqual(
    links.map(({ id }) => id),
    ['a--b', 'b--a#2', 'a--b#3'],
  )
})

test('link attributes have units', () => {
  const topology = loadText(`
nodes: { a: , b: }
links:
  - { endpoints: [a, b], delay: 35ms, jitter: 1.5ms, loss: 0.1%, rate: 100mbit, mtu: 9000 }
`)
  const { shape, mtu } = linkOf(topology, 'a--b')
  assert.deepEqual(shape, { delayMs: 35, jitterMs: 1.5, loss: 0.001, rateBps: 100_000_000 })
  assert.equal(mtu, 9000)
})

test('written nodes and links stand beside generated ones, and change them', () => {
  const topology = loadText(`
generate: { shape: line, nodes: 2 }
nodes:
  r2: { asn: 7 }
  extra: {}
links: [[extra, r1]]
`)
  assert.deepEqual(
    topology.nodes.map(({ name, asn }) => [name, asn]),
    [
      ['r1', 64512],
      ['r2', 7],
      ['extra', 64514],
    ],
  )
  assert.deepEqual(
    topology.links.map(({ id }) => id),
    ['r1--r2', 'extra--r1'],
  )
})

test('names that objects have by themselves are names like others', () => {
  const topology = loadText('nodes: { constructor: , valueof: }\nlinks: [[constructor, valueof]]')
  assert.equal(topology.sessions.length, 1)
  assert.throws(() => loadText('nodes: { a: }\nlinks: [[a, constructor]]'), /unknown node/)
  assert.throws(
    () => loadText('nodes: { a: , __proto__: { asn: 5 } }'),
    /__proto__ cannot be a key/,
  )
})
