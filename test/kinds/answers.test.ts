import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kinds } from '../../src/kinds/index.ts'
import { BackendError } from '../../src/lib/errors.ts'
import type { Kind } from '../../src/model/kind.ts'
import type { Family } from '../../src/model/topology.ts'
import { recorded } from './recorded.ts'
import { policies } from './sample-topologies.ts'

// All kinds were asked on the router `east` of the sample `policies`, so all must read the same.
const SESSIONS = {
  ipv4: [
    { peerAddress: '10.250.0.19', state: 'Established', prefixesReceived: 1 },
    { peerAddress: '10.250.0.26', state: 'Established', prefixesReceived: 1 },
    { peerAddress: '10.255.0.2', state: 'Established', prefixesReceived: 2 },
  ],
  ipv6: [
    { peerAddress: 'fd00:250:0:2::3', state: 'Established', prefixesReceived: 1 },
    { peerAddress: 'fd00:250:0:3::2', state: 'Established', prefixesReceived: 1 },
    { peerAddress: 'fd00:ffff::2', state: 'Established', prefixesReceived: 2 },
  ],
}

const ROUTES = {
  ipv4: [
    { prefix: '198.18.1.0/24', nextHop: '10.255.0.2', asPath: [64501] },
    { prefix: '198.18.2.0/24', nextHop: '10.255.0.2', asPath: [] },
    { prefix: '198.18.3.0/24', nextHop: '0.0.0.0', asPath: [] },
    { prefix: '198.18.4.0/24', nextHop: '10.250.0.19', asPath: [64503] },
    { prefix: '198.18.5.0/24', nextHop: '10.250.0.26', asPath: [64504] },
  ],
  ipv6: [
    { prefix: '2001:2:0:1::/64', nextHop: 'fd00:ffff::2', asPath: [64501] },
    { prefix: '2001:2:0:2::/64', nextHop: 'fd00:ffff::2', asPath: [] },
    { prefix: '2001:2:0:3::/64', nextHop: '::', asPath: [] },
    { prefix: '2001:2:0:4::/64', nextHop: 'fd00:250:0:2::3', asPath: [64503] },
    { prefix: '2001:2:0:5::/64', nextHop: 'fd00:250:0:3::2', asPath: [64504] },
  ],
}

const PEER = { ipv4: '10.250.0.19', ipv6: 'fd00:250:0:2::3' }
const VERSION: Readonly<Record<string, string>> = { frr: '10.3', quagga: '1.2.4', lemur: '0.1.0' }

for (const kind of kinds)
  describe(`answers of ${kind.name}`, () => {
    for (const family of ['ipv4', 'ipv6'] as const) readsFamily(kind, family)

    test('version', () => {
      assert.equal(kind.ask.version.read(recorded(kind.name, 'version')), VERSION[kind.name])
    })

    test('nothing and garbage are errors that show what came', () => {
      const readers = [
        kind.ask.sessions('ipv4').read,
        kind.ask.routes('ipv6').read,
        kind.ask.version.read,
        kind.act.shutdown(east(kind), PEER.ipv4, 'ipv4').holds,
        kind.act.announce(east(kind), '198.18.9.0/24', 'ipv4').holds,
      ]
      for (const read of readers) {
        assert.throws(() => read(''), /no answer to "/)
        assert.throws(() => read('% Unknown command\n'), {
          constructor: BackendError,
          output: ['% Unknown command'],
        })
      }
    })
  })

function readsFamily(kind: Kind, family: Family): void {
  const text = (name: string) => recorded(kind.name, name)

  test(`sessions of ${family}`, () => {
    const { read } = kind.ask.sessions(family)
    assert.deepEqual(read(text(`sessions-${family}`)), SESSIONS[family])
  })

  test(`a session of ${family} that is shut down is Idle`, () => {
    const sessions = kind.ask.sessions(family).read(text(`sessions-${family}-shutdown`))
    const { peerAddress, state, prefixesReceived } = sessions[0] ?? {}
    assert.deepEqual([peerAddress, state, prefixesReceived], [PEER[family], 'Idle', 0])
  })

  test(`routes of ${family}`, () => {
    assert.deepEqual(kind.ask.routes(family).read(text(`routes-${family}`)), ROUTES[family])
  })

  test(`changes of ${family} are seen in the router's answer`, () => {
    const node = east(kind)
    const shutdown = kind.act.shutdown(node, PEER[family], family)
    assert.equal(shutdown.holds(text(`shutdown-${family}-before`)), false)
    assert.equal(shutdown.holds(text(`shutdown-${family}-applied`)), true)
    const announce = kind.act.announce(node, 'any', family)
    assert.equal(announce.holds(text(`announce-${family}-before`)), false)
    assert.equal(announce.holds(text(`announce-${family}-applied`)), true)
    const withdraw = kind.act.withdraw(node, 'any', family)
    assert.equal(withdraw.holds(text(`withdraw-${family}-before`)), false)
    assert.equal(withdraw.holds(text(`withdraw-${family}-applied`)), true)
  })
}

describe('answers of frr alone', () => {
  const [frr] = kinds as [Kind]

  test('a failed session says why', () => {
    const [session] = frr.ask.sessions('ipv4').read(recorded('frr', 'sessions-ipv4-shutdown'))
    assert.equal(session?.lastReset, 'Admin. shutdown')
  })

  test('a family without neighbours is an empty document', () => {
    assert.deepEqual(frr.ask.sessions('ipv6').read('{}\n{}\n'), [])
  })

  test('only the best of several paths counts, with the global next hop', () => {
    const path = (name: string, more: object) => ({
      path: name,
      nexthops: [
        { ip: 'fe80::1', scope: 'link-local', used: true },
        { ip: 'fd00::1', scope: 'global' },
      ],
      ...more,
    })
    const routes = { '2001:2::/64': [path('1 2', {}), path('3 {4,5}', { bestpath: true })] }
    assert.deepEqual(frr.ask.routes('ipv6').read(JSON.stringify({ routes })), [
      { prefix: '2001:2::/64', nextHop: 'fd00::1', asPath: [3, 4, 5] },
    ])
  })
})

describe('answers of quagga alone', () => {
  const quagga = kinds[1] as Kind

  test('lengths that Quagga leaves out, further paths of a prefix, metrics', () => {
    assert.deepEqual(quagga.ask.routes('ipv4').read(recorded('quagga', 'routes-wide')), [
      { prefix: '10.1.0.0/16', nextHop: '0.0.0.0', asPath: [] },
      { prefix: '10.20.0.0/16', nextHop: '10.250.0.2', asPath: [65002, 65002, 65002] },
      { prefix: '192.0.2.0/24', nextHop: '10.250.0.3', asPath: [] },
      { prefix: '198.51.100.0/24', nextHop: '10.250.0.2', asPath: [65002] },
      { prefix: '203.0.113.128/25', nextHop: '10.250.0.2', asPath: [65002, 65002, 65002] },
    ])
  })

  test('a prefix too long for its column', () => {
    assert.deepEqual(quagga.ask.routes('ipv6').read(recorded('quagga', 'routes-wrapped')).at(-1), {
      prefix: '2001:db8:aaaa:bbbb:cccc:dddd::/96',
      nextHop: 'fd00:250::2',
      asPath: [65002],
    })
  })

  test('a next hop too long for its column', () => {
    const table = [
      '   Network          Next Hop            Metric LocPrf Weight Path',
      '*> 2001:2:0:1::/64  fd00:250:0:1234::2',
      '                                             0    100      0 64501 64502 i',
      '* i                 fd00:ffff::2             0    100      0 64503 i',
    ].join('\n')
    assert.deepEqual(quagga.ask.routes('ipv6').read(table), [
      { prefix: '2001:2:0:1::/64', nextHop: 'fd00:250:0:1234::2', asPath: [64501, 64502] },
    ])
  })

  test('a neighbour too long for its column, and one that was never reached', () => {
    const long = 'fd00:250:0:1234::2'
    const wrapped = recorded('quagga', 'sessions-active').replace(
      /^10\.250\.0\.5 +/m,
      `${long}\n${' '.repeat(16)}`,
    )
    assert.deepEqual(quagga.ask.sessions('ipv6').read(wrapped).at(-1), {
      peerAddress: long,
      state: 'Active',
      prefixesReceived: 0,
    })
  })

  test('nothing to show is not an error', () => {
    assert.deepEqual(quagga.ask.sessions('ipv4').read(recorded('quagga', 'sessions-none')), [])
    assert.deepEqual(quagga.ask.routes('ipv4').read(recorded('quagga', 'routes-none')), [])
  })
})

function east(kind: Kind) {
  return policies(kind.name).nodes[2] as ReturnType<typeof policies>['nodes'][number]
}
