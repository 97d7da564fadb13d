import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, overlaps, type Prefix, parseAddress, parsePrefix } from '../../src/bgp/prefix.ts'
import { loadTopology } from '../../src/load/topology.ts'
import type { Topology } from '../../src/model/topology.ts'
import { linkOf, loadText, nodeOf } from './load-text.ts'

const prefix = (text: string | undefined): Prefix => {
  const parsed = parsePrefix(text ?? '')
  assert.ok(parsed, text)
  return parsed
}

/** Every subnet, loopback and network of a lab. */
const allPrefixes = ({ nodes, links }: Topology): Prefix[] => [
  ...links
    .flatMap(({ subnet }) => [subnet.ipv4, ...(subnet.ipv6 ? [subnet.ipv6] : [])])
    .map(prefix),
  ...nodes.flatMap(({ loopback, networks }) => [
    prefix(`${loopback.ipv4}/32`),
    ...(loopback.ipv6 ? [prefix(`${loopback.ipv6}/128`)] : []),
    ...networks.map((network) => prefix(network.prefix)),
  ]),
]

test('links are /29s from the bottom of a /16 of the lab, loopbacks come from its top', () => {
  const topology = loadText('generate: { shape: line, nodes: 3 }')
  const [, second] = /^10\.(\d+)\.0\.0\/29$/.exec(linkOf(topology, 'r1--r2').subnet.ipv4) ?? []
  assert.ok(Number(second) >= 128 && Number(second) <= 239)
  const { subnet, ends } = linkOf(topology, 'r2--r3')
  assert.equal(subnet.ipv4, `10.${second}.0.8/29`)
  assert.deepEqual(
    ends.map(({ ipv4 }) => ipv4),
    [`10.${second}.0.9`, `10.${second}.0.10`],
  )
  assert.equal(nodeOf(topology, 'r2').routerId, `10.${second}.240.2`)
  assert.equal(nodeOf(topology, 'r2').loopback.ipv4, `10.${second}.240.2`)
})

test('IPv6 has a /64 for each link and the last /64 for loopbacks', () => {
  const topology = loadText('families: [ipv4, ipv6]\ngenerate: { shape: line, nodes: 3 }')
  const { subnet, ends } = linkOf(topology, 'r2--r3')
  const pool = /^(fd[0-9a-f]{2}:[0-9a-f]+:[0-9a-f]+):1::\/64$/.exec(subnet.ipv6 ?? '')?.[1]
  assert.ok(pool, subnet.ipv6)
  assert.deepEqual(
    ends.map(({ ipv6 }) => ipv6),
    [`${pool}:1::1`, `${pool}:1::2`],
  )
  assert.equal(nodeOf(topology, 'r2').loopback.ipv6, `${pool}:ffff::2`)
})

test('labs of other names have other pools', () => {
  const subnet = (name: string) =>
    loadTopology('x', `name: ${name}\ngenerate: { shape: line, nodes: 2 }`, { kinds: ['frr'] })
      .links[0]?.subnet.ipv4
  assert.equal(subnet('one'), subnet('one'))
  assert.notEqual(subnet('one'), subnet('two'))
})

test('a pool can be given', () => {
  const topology = loadText(`
addressing: { ipv4: 172.20.0.0/24, ipv6: "fd12::/56" }
families: [ipv4, ipv6]
generate: { shape: line, nodes: 3 }
`)
  assert.equal(linkOf(topology, 'r1--r2').subnet.ipv4, '172.20.0.0/29')
  assert.equal(nodeOf(topology, 'r1').routerId, '172.20.0.241')
  assert.equal(linkOf(topology, 'r1--r2').subnet.ipv6, 'fd12::/64')
  assert.equal(nodeOf(topology, 'r1').loopback.ipv6, 'fd12:0:0:ff::1')
})

test('written addresses are kept, and writing one moves no other', () => {
  const links = (first: string) => `
nodes: { a: , b: , c: { router-id: 10.9.9.9 } }
links:
  - ${first}
  - [b, c]
`
  const plain = loadText(links('[a, b]'))
  const written = loadText(links('{ endpoints: [a, b], ipv4: [10.0.9.5/24, 10.0.9.6/24] }'))
  assert.deepEqual(linkOf(written, 'a--b').subnet, { ipv4: '10.0.9.0/24' })
  assert.deepEqual(linkOf(written, 'a--b').ends, [
    { node: 'a', ipv4: '10.0.9.5' },
    { node: 'b', ipv4: '10.0.9.6' },
  ])
  assert.deepEqual(linkOf(written, 'b--c'), linkOf(plain, 'b--c'))
  assert.deepEqual(nodeOf(written, 'c').loopback, { ipv4: '10.9.9.9' })
})

test('a pool is used up to its last place and no further', () => {
  // A /26 holds 7 links below its top /30 of loopbacks (of which 2 can be used).
  const lab = (links: number) =>
    `addressing: { ipv4: 10.0.0.0/26 }\nnodes: { a: , b: }\nlinks: [${'[a, b], '.repeat(links)}]`
  assert.equal(loadText(lab(7)).links.at(-1)?.subnet.ipv4, '10.0.0.48/29')
  assert.throws(() => loadText(lab(8)), /no room for 8 links/)
})

test('IPv6 comes with an IPv6 network or an IPv6 link', () => {
  assert.deepEqual(loadText('nodes: { a: { networks: ["2001:2::/64"] } }').families, [
    'ipv4',
    'ipv6',
  ])
  const link = '{ endpoints: [a, b], ipv6: ["fd00::1/64", "fd00::2/64"] }'
  const topology = loadText(`nodes: { a: , b: }\nlinks: [${link}]`)
  assert.equal(linkOf(topology, 'a--b').subnet.ipv6, 'fd00::/64')
})

test('no two things of a lab overlap, whatever is written', () => {
  const octet = fc.integer({ min: 0, max: 3 })
  const reserved = fc.uniqueArray(octet, { maxLength: 3 })
  fc.assert(
    fc.property(reserved, fc.integer({ min: 2, max: 8 }), octet, (taken, nodes, count) => {
      const networks = taken.map((n) => `10.77.0.${n * 8}/29`).concat('198.18.1.0/24')
      const topology = loadText(`
addressing: { ipv4: 10.77.0.0/16 }
families: [ipv4, ipv6]
defaults: { networks: { count: ${count} } }
generate: { shape: line, nodes: ${nodes} }
nodes: { r1: { networks: [${networks}], router-id: 10.77.240.2 } }
`)
      const all = allPrefixes(topology)
      for (const [i, a] of all.entries())
        for (const b of all.slice(i + 1)) assert.ok(!overlaps(a, b))
      for (const { ends, subnet } of topology.links)
        for (const { ipv4 } of ends) {
          const address = parseAddress(ipv4)
          assert.ok(address && contains(prefix(subnet.ipv4), address))
        }
    }),
    { numRuns: 60 },
  )
})
