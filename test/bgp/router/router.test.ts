import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeMessage } from '../../../src/bgp/message.ts'
import { AttributeSet } from '../../../src/bgp/router/attribute-set.ts'
import { COMMUNITY } from '../../../src/bgp/router/communities.ts'
import { routeUpdateOf } from '../../../src/bgp/router/decode.ts'
import { writeRouteUpdate } from '../../../src/bgp/router/encode.ts'
import type { RouterEvent } from '../../../src/bgp/router/events.ts'
import type { Update } from '../../../src/bgp/update.ts'
import { createWriter } from '../../../src/bgp/writer.ts'
import { asOf, Bench, OWN_AS, P, Q } from './pair.ts'

const path = (...asns: number[]) => [{ type: 'sequence' as const, asns }]

describe('what a peer is told', () => {
  test('a route, nothing when it comes again, its withdrawal; never back to where it came from', () => {
    const bench = new Bench({ a: {}, b: {} })
    assert.deepEqual(bench.hear('a', [P, Q]), [`b + ${P} ${Q}`])
    assert.deepEqual(bench.hear('a', [P]), [])
    assert.deepEqual(bench.lose('a', P), [`b - ${P}`])
    assert.deepEqual(bench.lose('a', P), [])
    assert.equal(bench.best(Q), 'a')
  })

  test('a new announcement withdraws the one before it, also one that is refused', () => {
    const bench = new Bench({ a: {}, b: {} })
    bench.hear('a', [P])
    assert.deepEqual(bench.hear('a', [P], { med: 7 }), [])
    assert.deepEqual(bench.hear('a', [P], { asPath: path(asOf('a'), OWN_AS) }), [`b - ${P}`])
    assert.deepEqual(bench.hear('a', [P], { asPath: path(64999) }), [], 'not the AS of the peer')
  })

  test('over eBGP: the own AS in front, the own next hop, no MED and no LOCAL_PREF of others', () => {
    const bench = new Bench({ a: {}, b: {} })
    const set = new AttributeSet(
      { origin: 'egp', asPath: path(asOf('a')), med: 5, localPref: 900, clusterList: ['1.1.1.1'] },
      '192.0.2.1',
    )
    const update = { withdrawn: [], announced: [bench.table.ofText(P)], set }
    const told = bench.told(bench.step({ type: 'update', peer: 'a', update }), 'b')
    assert.equal(told?.nextHop, '192.0.2.100')
    const { origin, asPath, med, localPref, clusterList } = told.attributes
    assert.deepEqual([origin, asPath], ['egp', path(OWN_AS, asOf('a'))])
    assert.deepEqual([med, localPref, clusterList], [undefined, undefined, undefined])
  })

  test('a full segment of the path is not made longer than a segment can be', () => {
    const bench = new Bench({ a: {}, b: {} })
    const full = path(asOf('a'), ...new Array<number>(254).fill(65000))
    const set = new AttributeSet({ origin: 'igp', asPath: full }, '192.0.2.1')
    const update = { withdrawn: [], announced: [bench.table.ofText(P)], set }
    const told = bench.told(bench.step({ type: 'update', peer: 'a', update }), 'b')
    assert.deepEqual(
      told?.attributes.asPath?.map(({ asns }) => asns.length),
      [1, 255],
    )
  })

  test('communities that keep a route inside', () => {
    const bench = new Bench({ a: {}, b: {}, c: { type: 'ibgp' } })
    assert.deepEqual(bench.hear('a', [P], { communities: [COMMUNITY.noAdvertise] }), [])
    assert.deepEqual(bench.hear('a', [P], { communities: [COMMUNITY.noExport] }), [`c + ${P}`])
    assert.deepEqual(bench.hear('a', [P], { communities: [1] }), [`b + ${P}`, `c + ${P}`])
  })

  test('GRACEFUL_SHUTDOWN makes a path the last choice, and drain puts it on', () => {
    const bench = new Bench({ a: {}, b: {}, c: {} })
    bench.hear('a', [P], { communities: [COMMUNITY.gracefulShutdown] })
    bench.hear('b', [P], { asPath: path(asOf('b'), 1, 2, 3, 4) })
    assert.equal(bench.best(P), 'b')
    const told = bench.told(bench.step({ type: 'drain', peer: 'c', on: true }), 'c')
    assert.deepEqual(told?.attributes.communities, [COMMUNITY.gracefulShutdown])
  })

  test('BLACKHOLE counts where it was agreed, and stays inside', () => {
    const bench = new Bench({ a: { acceptsBlackhole: true }, b: {}, c: {} })
    assert.deepEqual(bench.hear('a', ['198.18.1.1/32'], { communities: [COMMUNITY.blackhole] }), [])
    assert.equal(bench.router.best(bench.table.ofText('198.18.1.1/32'))?.blackhole, true)
    bench.hear('b', [P], { communities: [COMMUNITY.blackhole] })
    assert.equal(bench.router.best(bench.table.ofText(P))?.blackhole, false)
  })

  test('no valley, unless it is made to leak', () => {
    const peers = {
      a: { relation: 'provider' },
      b: { relation: 'peer' },
      c: { relation: 'customer' },
    } as const
    const bench = new Bench(peers, { tagged: true })
    assert.deepEqual(bench.hear('a', [P]), [`c + ${P}`])
    assert.deepEqual(bench.says({ type: 'leak', peer: 'b', on: true }), [`b + ${P}`])
    assert.deepEqual(bench.says({ type: 'leak', peer: 'b', on: false }), [`b - ${P}`])
    const told = bench.told(bench.step({ type: 'refresh', peer: 'c', subtype: 0 }), 'c')
    assert.equal(told?.attributes.largeCommunities, undefined, 'tags do not leave the AS')
  })
})

describe('rules at import', () => {
  test('the first that holds gives the preference or refuses; without one the relation counts', () => {
    const imports = [
      { asPath: [asOf('a'), 64999] },
      { community: 7, localPref: 300 },
      { community: 8, asPath: [asOf('a'), 1], localPref: 400 },
    ]
    const bench = new Bench({ a: { relation: 'customer', imports }, b: {} })
    const preference = (asPath: number[], communities: number[] = []) => {
      bench.hear('a', [P], { asPath: path(asOf('a'), ...asPath), communities })
      return bench.router.best(bench.table.ofText(P))?.localPref
    }
    assert.equal(preference([1]), 200, 'that of a customer')
    assert.equal(preference([1, 2], [7]), 300)
    assert.equal(preference([1], [8]), 400)
    assert.equal(preference([1, 2], [8]), 200, 'one of two conditions')
    assert.equal(preference([64999], [7]), undefined)
  })

  test('what is about to go away is the last choice all the same', () => {
    const bench = new Bench({ a: { imports: [{ localPref: 300 }] }, b: {} })
    bench.hear('a', [P], { communities: [COMMUNITY.gracefulShutdown] })
    assert.equal(bench.router.best(bench.table.ofText(P))?.localPref, 0)
  })
})

describe('inside an AS', () => {
  const reach: RouterEvent = { type: 'next-hops', costs: new Map([['192.0.2.77', 10]]) }

  test('what iBGP told is not told on, but by a reflector, with its marks', () => {
    const mesh = new Bench({ a: { type: 'ibgp' }, b: { type: 'ibgp' }, c: {} })
    mesh.step(reach)
    assert.deepEqual(mesh.hear('a', [P]), [`c + ${P}`])
    const reflector = new Bench({ a: { type: 'ibgp', client: true }, b: { type: 'ibgp' } })
    reflector.step(reach)
    assert.deepEqual(reflector.hear('a', [P]), [`b + ${P}`])
    const told = reflector.told(reflector.step({ type: 'refresh', peer: 'b', subtype: 0 }), 'b')
    assert.equal(told?.attributes.originatorId, '10.0.0.97')
    assert.deepEqual(told.attributes.clusterList, ['10.0.0.100'])
    assert.equal(told.nextHop, '192.0.2.77')
    assert.deepEqual(reflector.hear('a', [P], { originatorId: '10.0.0.100' }), [`b - ${P}`])
  })

  test('a reflected path is ranked by its originator, not by the reflector', () => {
    const bench = new Bench({ a: { type: 'ibgp' }, b: { type: 'ibgp' } })
    bench.step(reach)
    const asPath = path(64601, 64602)
    bench.hear('a', [P], { asPath })
    bench.hear('b', [P], { asPath, originatorId: '10.0.0.1', clusterList: ['10.0.0.98'] })
    assert.equal(bench.best(P), 'b')
    assert.equal(bench.router.decidedBy(bench.table.ofText(P)), 'router id')
  })

  test('a next hop that cannot be reached is no way; a nearer one is better', () => {
    const bench = new Bench({ a: { type: 'ibgp' }, b: {} })
    assert.deepEqual(bench.hear('a', [P]), [])
    assert.deepEqual(bench.says(reach), [`b + ${P}`])
    assert.deepEqual(bench.says({ type: 'next-hops', costs: new Map() }), [`b - ${P}`])
  })
})

describe('MRAI', () => {
  test('of a peer: the first at once, the next together, withdrawals at once', () => {
    const bench = new Bench({ a: {}, b: { mrai: { ms: 1000, per: 'peer' } } })
    assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`])
    bench.now = 10
    assert.deepEqual(bench.hear('a', [Q]), [])
    assert.deepEqual(bench.lose('a', P), [`b - ${P}`])
    assert.equal(bench.router.dueAt, 1000)
    assert.equal(bench.router.mayTellAt('b', bench.table.ofText(Q)), 1000)
    assert.deepEqual(bench.says({ type: 'tick' }), [])
    bench.now = 1000
    assert.deepEqual(bench.says({ type: 'tick' }), [`b + ${Q}`])
    assert.equal(bench.router.dueAt, Number.POSITIVE_INFINITY)
  })

  test('of a prefix: others do not wait for it; what changed back is not sent', () => {
    const bench = new Bench({ a: {}, b: { mrai: { ms: 1000, per: 'prefix' } } })
    bench.hear('a', [P])
    bench.now = 10
    assert.deepEqual(bench.hear('a', [Q]), [`b + ${Q}`])
    assert.deepEqual(bench.hear('a', [P], { asPath: path(asOf('a'), 1, 2) }), [])
    assert.deepEqual(bench.hear('a', [P]), [])
    bench.now = 1000
    assert.deepEqual(bench.says({ type: 'tick' }), [])
  })

  test('withdrawals wait where they are told to, and the interval is scattered', () => {
    const mrai = { ms: 1000, per: 'peer', withdrawals: true } as const
    const bench = new Bench({ a: {}, b: { mrai } }, { jitter: () => 0.75 })
    bench.hear('a', [P])
    bench.now = 10
    assert.deepEqual(bench.lose('a', P), [])
    assert.equal(bench.router.dueAt, 750)
    bench.now = 750
    assert.deepEqual(bench.says({ type: 'tick' }), [`b - ${P}`])
  })
})

describe('the life of a session', () => {
  test('a new peer gets the table and its end; a lost one takes its routes along', () => {
    const bench = new Bench({ a: {}, b: {} })
    bench.step({ type: 'down', peer: 'b' })
    bench.hear('a', [P])
    const up = { type: 'up', peer: 'b', routerId: '10.0.0.9' } as const
    assert.deepEqual(bench.says(up), [`b + ${P}`, 'b end-of-rib'])
    assert.deepEqual(bench.says({ type: 'down', peer: 'a' }), [`b - ${P}`])
    assert.deepEqual(bench.says({ type: 'down', peer: 'a' }), [])
  })

  test('a full connection: news wait, and only the last of them is told', () => {
    const bench = new Bench({ a: {}, b: {} })
    bench.step({ type: 'congestion', peer: 'b', on: true })
    assert.deepEqual(bench.hear('a', [P]), [])
    assert.deepEqual(bench.lose('a', P), [])
    assert.deepEqual(bench.hear('a', [Q]), [])
    assert.deepEqual(bench.says({ type: 'congestion', peer: 'b', on: false }), [`b + ${Q}`])
  })

  test('a table in bursts: the rest follows with ticks, the End-of-RIB last', () => {
    const bench = new Bench({ a: {}, b: {} }, { burst: 1 })
    bench.step({ type: 'down', peer: 'b' })
    bench.hear('a', [P, Q])
    assert.deepEqual(bench.says({ type: 'up', peer: 'b', routerId: '10.0.0.9' }), [`b + ${P}`])
    assert.equal(bench.router.dueAt, 0)
    assert.deepEqual(bench.says({ type: 'tick' }), [`b + ${Q}`, 'b end-of-rib'])
    assert.equal(bench.router.dueAt, Number.POSITIVE_INFINITY)
  })

  test('a restart: routes stay until the table is told again, or for as long as agreed', () => {
    const bench = new Bench({ a: {}, b: {} })
    bench.hear('a', [P, Q])
    assert.deepEqual(bench.says({ type: 'down', peer: 'a', keepMs: 500 }), [])
    bench.step({ type: 'up', peer: 'a', routerId: '10.0.0.97' })
    assert.deepEqual(bench.hear('a', [P]), [])
    const end: RouterEvent = {
      type: 'update',
      peer: 'a',
      update: { withdrawn: [], announced: [], endOfRib: 'ipv4' },
    }
    assert.deepEqual(bench.says(end), [`b - ${Q}`])
    bench.step({ type: 'down', peer: 'a', keepMs: 500 })
    bench.now = bench.router.dueAt
    assert.equal(bench.now, 500)
    assert.deepEqual(bench.says({ type: 'tick' }), [`b - ${P}`])
  })

  test('a refresh is answered with the whole table, marked where that was agreed', () => {
    const bench = new Bench({ a: {}, b: {} })
    bench.hear('a', [P])
    bench.step({ type: 'up', peer: 'b', routerId: '10.0.0.98', enhancedRefresh: true })
    const outputs = bench.says({ type: 'refresh', peer: 'b', subtype: 0 })
    assert.deepEqual(outputs, ['b refresh 1', `b + ${P}`, 'b refresh 2'])
    bench.says({ type: 'refresh', peer: 'a', subtype: 1 })
    assert.deepEqual(bench.says({ type: 'refresh', peer: 'a', subtype: 2 }), [`b - ${P}`])
  })

  test('too many prefixes end the session', () => {
    const bench = new Bench({ a: { maxPrefixes: 1 }, b: {} })
    assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`])
    assert.deepEqual(bench.hear('a', [P, Q]), [`b + ${Q}`, 'a close 6/1', `b - ${P} ${Q}`])
    assert.equal(bench.router.counts('a').received, 0)
  })

  test('a peer comes and goes while the router runs', () => {
    const bench = new Bench({ a: {} })
    bench.hear('a', [P])
    const config = {
      name: 'g',
      type: 'ebgp',
      asn: 9,
      address: '192.0.2.9',
      localAddress: '192.0.2.100',
      family: 'ipv4',
    } as const
    bench.step({ type: 'add-peer', config })
    const up = { type: 'up', peer: 'g', routerId: '9.9.9.9' } as const
    assert.deepEqual(bench.says(up), [`g + ${P}`, 'g end-of-rib'])
    bench.step({ type: 'remove-peer', peer: 'g' })
    assert.throws(() => bench.step(up), RangeError)
  })
})

describe('on the wire', () => {
  test('equal attributes share messages that are full but not too long, and lose nothing', () => {
    const bench = new Bench({ a: {}, b: {} })
    const prefixes = Array.from({ length: 3000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`)
    const set = new AttributeSet({ origin: 'igp', asPath: path(asOf('a')) }, '192.0.2.1')
    const announced = prefixes.map((prefix) => bench.table.ofText(prefix))
    const update = { withdrawn: [], announced, set }
    const messages = bench
      .step({ type: 'update', peer: 'a', update })
      .flatMap((output) =>
        output.type === 'update'
          ? [writeRouteUpdate(createWriter(), output.update, bench.table).take()]
          : [],
      )
    const decoded = messages.map((bytes) => decodeMessage(bytes) as Update)
    assert.ok(messages.every(({ length }) => length <= 4096))
    assert.ok(messages.length <= 4)
    assert.deepEqual(
      decoded.flatMap((message) => message.announced),
      prefixes,
    )
  })

  test('IPv6 there and back, announced, withdrawn, and the end of a table', () => {
    const { table } = new Bench({ a: {} })
    const announced = [table.ofText('2001:2:0:1::/64')]
    const set = new AttributeSet({ origin: 'igp', asPath: path(1, 2) }, '2001:db8::1', 'fe80::1')
    const back = (update: Parameters<typeof writeRouteUpdate>[1]) => {
      const bytes = writeRouteUpdate(createWriter(), update, table).take()
      return routeUpdateOf(decodeMessage(bytes) as Update, 'ipv6', table)
    }
    const found = back({ withdrawn: [], announced, set })
    assert.deepEqual(found.announced, announced)
    assert.equal(found.set?.key, set.key)
    assert.deepEqual(back({ withdrawn: announced, announced: [] }).withdrawn, announced)
    assert.equal(back({ withdrawn: [], announced: [], endOfRib: 'ipv6' }).endOfRib, 'ipv6')
  })

  test('a malformed attribute turns the announcement into a withdrawal', () => {
    const bench = new Bench({ a: {}, b: {} })
    bench.hear('a', [P])
    const set = new AttributeSet({ origin: 'igp', asPath: path(asOf('a')) }, '192.0.2.1')
    const announced = [bench.table.ofText(P)]
    const bytes = writeRouteUpdate(
      createWriter(),
      { withdrawn: [], announced, set },
      bench.table,
    ).take()
    // The value of ORIGIN, the first attribute.
    assert.equal(bytes[26], 0)
    bytes[26] = 9
    const update = routeUpdateOf(decodeMessage(bytes) as Update, 'ipv4', bench.table)
    assert.deepEqual(bench.says({ type: 'update', peer: 'a', update }), [`b - ${P}`])
  })
})
