import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Topology } from '../../src/model/topology.ts'
import { loadText, nodeOf } from './load-text.ts'

const counts = ({ nodes }: Topology) =>
  Object.fromEntries(nodes.map(({ name, networks }) => [name, networks.length]))
const prefixes = ({ nodes }: Topology) =>
  nodes.flatMap(({ networks }) => networks.map(({ prefix }) => prefix))

test('a count is exact, and prefixes come in the order of the file', () => {
  const topology = loadText(
    'nodes: { a: { networks: { count: 2 } }, b: { networks: { count: 1 } } }',
  )
  assert.deepEqual(prefixes(topology), ['198.18.0.0/24', '198.18.1.0/24', '198.18.2.0/24'])
  assert.equal(nodeOf(topology, 'b').networks[0]?.canary, '198.18.2.1')
})

test('drawn prefixes keep away from written ones', () => {
  const topology = loadText(`
nodes:
  a: { networks: { count: 2 } }
  b: { networks: [198.18.0.0/25, 198.18.2.0/23] }
`)
  assert.deepEqual(
    nodeOf(topology, 'a').networks.map(({ prefix }) => prefix),
    ['198.18.1.0/24', '198.18.4.0/24'],
  )
})

test('a draw is at least one and at most the count, twenty when there is none', () => {
  const many = loadText(`
defaults: { networks: { distribution: pareto, alpha: 0.1 } }
generate: { shape: line, nodes: 40 }
`)
  assert.equal(Math.max(...Object.values(counts(many))), 20)
  assert.equal(Math.min(...Object.values(counts(many))), 1)
  const few = loadText(`
defaults: { networks: { distribution: pareto, alpha: 0.1, count: 3 } }
generate: { shape: line, nodes: 40 }
`)
  assert.deepEqual(new Set(Object.values(counts(few))), new Set([1, 2, 3]))
  const least = loadText(`
defaults: { networks: { distribution: lognormal, mu: -9, sigma: 0 } }
generate: { shape: line, nodes: 3 }
`)
  assert.deepEqual(counts(least), { r1: 1, r2: 1, r3: 1 })
})

test('another node does not move the draws of the others, another seed does', () => {
  const lab = (nodes: string) =>
    `defaults: { networks: { distribution: uniform, min: 1, max: 10 } }\nnodes: { ${nodes} }`
  const before = counts(loadText(lab('a: , b: , c: , d: ')))
  const { x, ...after } = counts(loadText(lab('x: , a: , b: , c: , d: ')))
  assert.ok(x)
  assert.deepEqual(after, before)
  assert.notDeepEqual(counts(loadText(lab('a: , b: , c: , d: '), 2)), before)
})

test('more than 512 networks are longer than /24, all alike', () => {
  const topology = loadText('nodes: { a: { networks: { count: 512 } } }')
  assert.ok(prefixes(topology).every((text) => text.endsWith('/24')))
  const more = loadText('nodes: { a: { networks: { count: 513 } } }')
  assert.ok(prefixes(more).every((text) => text.endsWith('/25')))
  assert.equal(new Set(prefixes(more)).size, 513)
})

test('the whole pool can be used, down to single addresses', () => {
  const lab = (count: number) =>
    `addressing: { networks-ipv4: 198.18.0.0/30 }\nnodes: { a: { networks: { count: ${count} } } }`
  const { networks } = nodeOf(loadText(lab(4)), 'a')
  assert.deepEqual(
    networks.map(({ prefix, canary }) => [prefix, canary]),
    [0, 1, 2, 3].map((n) => [`198.18.0.${n}/32`, `198.18.0.${n}`]),
  )
  assert.throws(() => loadText(lab(5)), /no room for 5 networks/)
})

test('every family of the lab gets the count, unless one is named', () => {
  const topology = loadText(`
families: [ipv4, ipv6]
nodes:
  a: { networks: { count: 1 } }
  b: { networks: { count: 1, family: ipv6 } }
`)
  assert.deepEqual(prefixes(topology), ['198.18.0.0/24', '2001:2::/64', '2001:2:0:1::/64'])
  assert.equal(nodeOf(topology, 'b').networks[0]?.canary, '2001:2:0:1::1')
})

test('a generated topology that says nothing of networks has one for every node', () => {
  const ring = 'generate: { shape: ring, nodes: 3 }'
  assert.deepEqual(counts(loadText(ring)), { r1: 1, r2: 1, r3: 1 })
  const one = `${ring}\nnodes: { r2: { networks: [198.18.9.0/24] } }`
  assert.deepEqual(counts(loadText(one)), { r1: 0, r2: 1, r3: 0 })
  assert.deepEqual(counts(loadText('nodes: { a: }')), { a: 0 })
})

test('a node may originate a prefix and a part of it', () => {
  const topology = loadText('nodes: { a: { networks: [198.18.0.0/16, 198.18.1.0/24] } }')
  assert.deepEqual(prefixes(topology), ['198.18.0.0/16', '198.18.1.0/24'])
})
