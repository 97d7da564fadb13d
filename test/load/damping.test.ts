import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadTopology } from '../../src/load/topology.ts'

const MINUTE = 60_000
const load = (text: string) => loadTopology('x.yaml', text, { kinds: ['frr'] })
const dampingOf = (text: string) =>
  Object.fromEntries(load(text).nodes.map(({ name, damping }) => [name, damping]))

describe('damping in a topology file', () => {
  test('true means what RFC 7196 recommends; a map says otherwise where it says something', () => {
    const { a, b, c } = dampingOf(`
name: x
nodes:
  a: { damping: true }
  b: { damping: { half-life: 2m, suppress: 2000 } }
  c:
links: [[a, b], [b, c]]`)
    const recommended = { halfLifeMs: 15 * MINUTE, reuse: 750, suppress: 6000 }
    assert.deepEqual(a, { ...recommended, maxSuppressMs: 60 * MINUTE })
    const halfLifeMs = 2 * MINUTE
    assert.deepEqual(b, { halfLifeMs, reuse: 750, suppress: 2000, maxSuppressMs: 8 * MINUTE })
    assert.equal(c, undefined)
  })

  test('is inherited as a whole, and false turns it off', () => {
    const { a, b, c } = dampingOf(`
name: x
defaults: { damping: { suppress: 3000 } }
groups: { g: { nodes: [b], damping: { reuse: 800 } } }
nodes: { a: { damping: false }, b: {}, c: {} }
links: [[a, b], [b, c]]`)
    assert.equal(a, undefined)
    assert.deepEqual([b?.reuse, b?.suppress], [800, 6000])
    assert.deepEqual([c?.reuse, c?.suppress], [750, 3000])
  })
})

test('max-prefixes is of the end that is named, on the sessions of both families', () => {
  const { sessions } = load(`
name: x
families: [ipv4, ipv6]
nodes: { a: {}, b: {} }
links: [{ endpoints: [a, b], max-prefixes: { b: 7 } }]`)
  assert.deepEqual(
    sessions.map(({ ends }) => ends.map(({ node, maxPrefixes }) => [node, maxPrefixes])),
    Array(2).fill([
      ['a', undefined],
      ['b', 7],
    ]),
  )
})
