import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkOf, loadText, nodeOf, sessionOf } from './load-text.ts'

const ids = (text: string) => loadText(text).sessions.map(({ id }) => id)

test('a session comes with each link between two ASes, over the addresses of the link', () => {
  const topology = loadText('nodes: { a: , b: }\nlinks: [[a, b], [b, a]]')
  assert.deepEqual(
    topology.sessions.map(({ id, type, link }) => [id, type, link]),
    [
      ['a--b', 'ebgp', 'a--b'],
      ['b--a#2', 'ebgp', 'b--a#2'],
    ],
  )
  const { ends } = sessionOf(topology, 'b--a#2')
  assert.deepEqual(
    ends.map(({ node, address }) => [node, address]),
    linkOf(topology, 'b--a#2').ends.map(({ node, ipv4 }) => [node, ipv4]),
  )
  assert.ok(ends.every((end) => end.relation === undefined))
})

test('inside an AS every two speak, over loopbacks, linked or not', () => {
  const topology = loadText(
    'defaults: { asn: 7 }\nnodes: { a: , b: , c: }\nlinks: [[a, b], [b, c]]',
  )
  assert.deepEqual(
    topology.sessions.map(({ id, type }) => [id, type]),
    [
      ['a==b', 'ibgp'],
      ['a==c', 'ibgp'],
      ['b==c', 'ibgp'],
    ],
  )
  const { ends } = sessionOf(topology, 'a==c')
  assert.deepEqual(
    ends.map(({ address }) => address),
    ['a', 'c'].map((name) => nodeOf(topology, name).loopback.ipv4),
  )
})

test('a reflector replaces the mesh, two reflectors speak to each other and reflect to the rest', () => {
  const topology = loadText(`
defaults: { asn: 7 }
groups: { top: { nodes: [r, s], route-reflector: true } }
nodes: { a: , r: , b: , s: }
links: [[a, r], [r, s], [s, b], [a, b]]
`)
  const reflected = topology.sessions.map(({ id, ends }) => [
    id,
    ends.filter((end) => end.reflectsTo).map(({ node }) => node),
  ])
  assert.deepEqual(reflected, [
    ['a==r', ['r']],
    ['a==s', ['s']],
    ['r==b', ['r']],
    ['r==s', []],
    ['b==s', ['s']],
  ])
})

test('the first of customer-provider is the customer: the other end is its provider', () => {
  const topology = loadText(`
nodes: { a: , b: , c: , d: }
links:
  - { endpoints: [a, b], relationship: customer-provider }
  - { endpoints: [b, c], relationship: provider-customer }
  - { endpoints: [c, d], relationship: peer }
`)
  const relations = (id: string) => sessionOf(topology, id).ends.map(({ relation }) => relation)
  assert.deepEqual(relations('a--b'), ['provider', 'customer'])
  assert.deepEqual(relations('b--c'), ['customer', 'provider'])
  assert.deepEqual(relations('c--d'), ['peer', 'peer'])
})

test('every family has sessions of its own', () => {
  const text = `
families: [ipv4, ipv6]
nodes: { a: { asn: 7 }, b: { asn: 7 }, c: }
links: [[a, b], [b, c]]
`
  assert.deepEqual(ids(text), ['b--c', 'a==b', 'b--c/ipv6', 'a==b/ipv6'])
  const topology = loadText(text)
  assert.deepEqual(
    sessionOf(topology, 'a==b/ipv6').ends.map(({ address }) => address),
    ['a', 'b'].map((name) => nodeOf(topology, name).loopback.ipv6),
  )
  assert.deepEqual(
    sessionOf(topology, 'b--c/ipv6').ends.map(({ address }) => address),
    linkOf(topology, 'b--c').ends.map(({ ipv6 }) => ipv6),
  )
})

test('IPv6 alone has no IPv4 sessions', () => {
  const text = 'families: [ipv6]\nnodes: { a: , b: }\nlinks: [[a, b]]'
  assert.deepEqual(ids(text), ['a--b/ipv6'])
})
