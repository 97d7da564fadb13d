import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ProbeChange, Probes, type WayChange } from '../../../src/backends/sim/probes.ts'
import { loadText } from '../../load/load-text.ts'
import { ScriptedNetwork } from './scripted-network.ts'

/** a - b - c in a line; only a and c have canaries. */
const topology = loadText(`
nodes:
  a: { networks: [198.18.1.0/24] }
  b: {}
  c: { networks: [198.18.3.0/24] }
links: [[a, b], [b, c]]
`)
const canaryOf = (name: string): string =>
  topology.nodes.find((node) => node.name === name)?.networks[0]?.canary as string
const A = canaryOf('a')
const C = canaryOf('c')

const over = (link: string) => [{ link, gateway: '' }]

const setting = (prepare: (network: ScriptedNetwork) => void = () => {}) => {
  const network = new ScriptedNetwork()
  const { routes } = network
  routes.set(`a ${A}`, 'local').set(`a ${C}`, over('a--b'))
  routes.set(`b ${A}`, over('a--b')).set(`b ${C}`, over('b--c'))
  routes.set(`c ${A}`, over('b--c')).set(`c ${C}`, 'local')
  prepare(network)
  const told: ProbeChange[] = []
  const ways: WayChange[] = []
  const probes = new Probes(network, {
    topology,
    intervalMs: 100,
    limit: 1000,
    tell: (change) => {
      if (change.type === 'way-changed') ways.push(change)
      else told.push(change)
    },
  })
  /** Changes the network at a time, tells the probes, and gives what they say. */
  const at = (atMs: number, change: () => void, prefix?: string): readonly string[] => {
    const before = told.length
    network.schedule(atMs, () => {
      change()
      probes.changed(prefix)
    })
    while (network.waiting > 0) network.step()
    return told.slice(before).map(textOf)
  }
  return { network, at, ways }
}

const textOf = ({ at, from, to, lost, packets, cause }: ProbeChange): string =>
  `${at} ${from} > ${to} ${lost ? `lost ${cause}` : `answered after ${packets}`}`

test('a route that is gone stops the probes of both ends, and tells the nearer one why', () => {
  const { network, at } = setting()
  assert.deepEqual(
    at(50, () => network.routes.delete(`b ${C}`)),
    ['50 a > c lost no-route', '50 c > a lost silent'],
  )
  assert.deepEqual(
    at(260, () => network.routes.set(`b ${C}`, over('b--c'))),
    ['260 a > c answered after 2', '260 c > a answered after 2'],
  )
})

test('a loop is told as one', () => {
  const { network, at } = setting()
  const [first] = at(10, () => network.routes.set(`b ${C}`, over('a--b')))
  assert.equal(first, '10 a > c lost ttl-exceeded')
})

test('a link that carries nothing one way, and a route that drops, are silent', () => {
  const one = setting()
  assert.deepEqual(
    one.at(10, () => one.network.silent.add('b--c b')),
    ['10 a > c lost silent', '10 c > a lost silent'],
  )
  const other = setting()
  const [first] = other.at(10, () => other.network.routes.set(`b ${C}`, 'blackhole'))
  assert.equal(first, '10 a > c lost silent')
})

test('an error that cannot come back is silence', () => {
  const { network, at } = setting()
  const lost = at(10, () => {
    network.routes.delete(`b ${C}`)
    network.silent.add('a--b b')
  })
  assert.equal(lost[0], '10 a > c lost silent')
})

test('a node that is down sends no probes, and begins anew when it is back', () => {
  const { network, at } = setting()
  assert.deepEqual(
    at(10, () => network.down.add('c')),
    ['10 a > c lost silent'],
  )
  assert.deepEqual(
    at(20, () => network.down.delete('c')),
    ['20 a > c answered after 0'],
  )
})

test('what never worked is not lost, and not told when it begins to work', () => {
  const { network, at } = setting(({ routes }) => routes.delete(`b ${C}`))
  assert.deepEqual(
    at(10, () => network.silent.add('a--b a')),
    [],
  )
  assert.deepEqual(
    at(20, () => {
      network.silent.clear()
      network.routes.set(`b ${C}`, over('b--c'))
    }),
    [],
  )
  assert.equal(at(30, () => network.silent.add('a--b a')).length, 2)
})

test('of a change of one prefix only the streams with an end in it are looked at', () => {
  const { network, at } = setting()
  assert.deepEqual(
    at(10, () => network.routes.delete(`b ${C}`), '203.0.113.0/24'),
    [],
  )
  assert.equal(at(20, () => {}, '198.18.3.0/25').length, 2)
})

test('a change that is undone at the same instant is nothing', () => {
  const { network, at } = setting()
  const nothing = at(10, () => {
    network.routes.delete(`b ${C}`)
    network.schedule(10, () => network.routes.set(`b ${C}`, over('b--c')))
  })
  assert.deepEqual(nothing, [])
})

test('the ways of packets are told one way only, with what was before', () => {
  const { network, at, ways } = setting()
  at(10, () => network.routes.set(`b ${C}`, over('a--b')))
  at(20, () => {})
  assert.deepEqual(ways, [
    {
      at: 10,
      type: 'way-changed',
      node: 'a',
      to: 'c',
      prefix: '198.18.3.0/24',
      outcome: 'loop',
      path: ['a', 'b', 'a'],
      before: { outcome: 'delivered', path: ['a', 'b', 'c'] },
    },
  ])
})
