import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type { Link, Topology } from '../../src/model/topology.ts'
import { type PredictedRoute, solve } from '../../src/solve/solve.ts'
import { broken, lab } from './lab.ts'

const route = (topology: Topology, node: string, prefix: string, impairment = NO_IMPAIRMENT) =>
  solve(topology, impairment).routes.get(node)?.get(prefix)
const text = (found: PredictedRoute | undefined): string =>
  found ? `${found.asPath} via ${found.nextHop} by ${found.decidedBy}` : 'none'

const ring = lab({
  nodes: { a: 1, b: 2, c: 3, d: 4 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['d', 'a'],
  ],
})

test('own networks are local and need no gateway', () => {
  assert.deepEqual(route(ring, 'a', '198.18.1.0/24'), {
    prefix: '198.18.1.0/24',
    family: 'ipv4',
    asPath: [],
    via: 'local',
    nextHop: '0.0.0.0',
    fibNextHops: [],
    decidedBy: 'only path',
    winsBy: [],
  })
})

test('shortest AS path, then the lower router id', () => {
  const triangle = lab({
    nodes: { a: 1, b: 2, c: 3 },
    links: [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ],
  })
  assert.equal(text(route(triangle, 'a', '198.18.2.0/24')), '2 via 10.0.1.2 by AS path length')
  assert.equal(text(route(ring, 'a', '198.18.3.0/24')), '2,3 via 10.0.1.2 by router id')
})

test('a broken link, session or node is gone around', () => {
  const other = '4,3,2 via 10.0.4.1 by only path'
  const prefix = '198.18.2.0/24'
  assert.equal(text(route(ring, 'a', prefix, broken({ linksDown: new Set(['a--b']) }))), other)
  assert.equal(text(route(ring, 'a', prefix, broken({ sessionsDown: new Set(['a--b']) }))), other)
  const without = solve(ring, broken({ nodesDown: new Set(['b']) }))
  assert.equal(text(without.routes.get('a')?.get('198.18.3.0/24')), '4,3 via 10.0.4.1 by only path')
  assert.equal(without.routes.get('a')?.has(prefix), false)
  assert.equal(without.routes.has('b'), false)
})

test('a partition keeps the routes of each side', () => {
  const { routes } = solve(ring, broken({ linksDown: new Set(['a--b', 'c--d']) }))
  const reachable = [...routes].map(([node, table]) => `${node}: ${[...table.keys()].sort()}`)
  assert.deepEqual(reachable, [
    'a: 198.18.1.0/24,198.18.4.0/24',
    'b: 198.18.2.0/24,198.18.3.0/24',
    'c: 198.18.2.0/24,198.18.3.0/24',
    'd: 198.18.1.0/24,198.18.4.0/24',
  ])
})

test('a prefix announced twice goes to the nearer origin, and a withdrawn one is gone', () => {
  const hijack = broken({ announced: [{ node: 'c', prefix: '198.18.1.0/24' }] })
  const { routes } = solve(ring, hijack)
  const paths = [...routes].map(([node, table]) => `${node} ${table.get('198.18.1.0/24')?.asPath}`)
  assert.deepEqual(paths, ['a ', 'b 1', 'c ', 'd 1'])
  const gone = broken({ withdrawn: [{ node: 'a', prefix: '198.18.1.0/24' }] })
  assert.ok([...solve(ring, gone).routes.values()].every((table) => !table.has('198.18.1.0/24')))
})

test('customer routes before peer routes before provider routes, longer path or not', () => {
  /** x has o as: customer of a customer, peer, provider. */
  const policy = lab({
    nodes: { x: 1, c: 2, o: 3, p: 4 },
    links: [
      ['c', 'x', 'customer-provider'],
      ['o', 'c', 'customer-provider'],
      ['x', 'o', 'peer'],
      ['x', 'p', 'customer-provider'],
      ['o', 'p', 'customer-provider'],
    ],
    originates: ['o'],
  })
  const prefix = '198.18.3.0/24'
  assert.equal(text(route(policy, 'x', prefix)), '2,3 via 10.0.1.1 by local preference')
  const second = broken({ linksDown: new Set(['c--x']) })
  assert.equal(text(route(policy, 'x', prefix, second)), '3 via 10.0.3.2 by local preference')
  const third = broken({ linksDown: new Set(['c--x', 'x--o']) })
  assert.equal(text(route(policy, 'x', prefix, third)), '4,3 via 10.0.4.2 by only path')
})

test('a peer does not carry traffic between its peers', () => {
  const peers = lab({
    nodes: { a: 1, b: 2, c: 3 },
    links: [
      ['a', 'b', 'peer'],
      ['b', 'c', 'peer'],
    ],
  })
  assert.equal(text(route(peers, 'a', '198.18.3.0/24')), 'none')
  assert.equal(text(route(peers, 'a', '198.18.2.0/24')), '2 via 10.0.1.2 by only path')
})

/** AS 1 is the line a b c; x hangs on a, y on c, both announce what o has. */
const transit = lab({
  nodes: { a: 1, b: 1, c: 1, x: 2, y: 3, o: 4 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'x'],
    ['c', 'y'],
    ['x', 'o'],
    ['y', 'o'],
  ],
  originates: ['o'],
})
const PREFIX = '198.18.6.0/24'

test('inside an AS: eBGP over iBGP at the border, router id in the middle, loopback as next hop', () => {
  assert.equal(text(route(transit, 'a', PREFIX)), '2,4 via 10.0.3.2 by eBGP over iBGP')
  assert.equal(text(route(transit, 'b', PREFIX)), '2,4 via 10.255.0.1 by router id')
  assert.deepEqual(route(transit, 'b', PREFIX)?.fibNextHops, ['10.0.1.1'])
})

test('inside an AS: the nearer border router wins', () => {
  const longer = lab({
    nodes: { a: 1, b: 1, c: 1, d: 1, x: 2 },
    links: [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['a', 'x'],
      ['d', 'x'],
    ],
    originates: ['x'],
  })
  const found = route(longer, 'c', '198.18.5.0/24')
  assert.equal(text(found), '2 via 10.255.0.4 by IGP cost')
  assert.deepEqual(found?.fibNextHops, ['10.0.3.2'])
})

test('an iBGP next hop over two equal ways has two gateways', () => {
  const square = lab({
    nodes: { a: 1, b: 1, c: 1, d: 1 },
    links: [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ],
  })
  assert.deepEqual(route(square, 'a', '198.18.4.0/24')?.fibNextHops, ['10.0.1.2', '10.0.2.2'])
})

test('an AS that is torn apart loses the sessions between its parts', () => {
  const torn = broken({ linksDown: new Set(['a--b']) })
  assert.equal(text(route(transit, 'b', PREFIX, torn)), '3,4 via 10.255.0.3 by only path')
})

test('parallel links: the lower neighbour address decides', () => {
  const twice = lab({
    nodes: { a: 1, b: 2 },
    links: [
      ['a', 'b'],
      ['b', 'a'],
    ],
    originates: ['b'],
  })
  assert.equal(text(route(twice, 'a', '198.18.2.0/24')), '2 via 10.0.1.2 by neighbour address')
})

test('IPv6 runs over its own sessions and addresses', () => {
  const dual = ipv6Line()
  const prefix = '2001:2:0:9::/64'
  assert.deepEqual(route(dual, 'a', prefix), {
    prefix,
    family: 'ipv6',
    asPath: [2],
    via: 'a==b/ipv6',
    nextHop: '2001:2::b',
    fibNextHops: ['2001:2:0:1::2'],
    decidedBy: 'only path',
    winsBy: [],
  })
  assert.equal(text(route(dual, 'b', prefix)), '2 via 2001:2:0:2::2 by only path')
  assert.equal(text(route(dual, 'x', prefix)), ' via :: by only path')
  const down = broken({ sessionsDown: new Set(['b--x/ipv6']) })
  assert.equal(text(route(dual, 'a', prefix, down)), 'none')
})

/** r reflects between a and c, which have no session; all three on one line. */
const reflected = lab({
  nodes: { a: 1, r: 1, c: 1, x: 2 },
  links: [
    ['a', 'r'],
    ['r', 'c'],
    ['a', 'x'],
  ],
  reflectors: ['r'],
  originates: ['x', 'c'],
})

test('a reflector passes routes between its clients and leaves the next hop alone', () => {
  assert.deepEqual(
    reflected.sessions.filter(({ type }) => type === 'ibgp').map(({ id }) => id),
    ['a==r', 'r==c'],
  )
  assert.deepEqual(route(reflected, 'c', '198.18.4.0/24'), {
    prefix: '198.18.4.0/24',
    family: 'ipv4',
    asPath: [2],
    via: 'r==c',
    nextHop: '10.255.0.1',
    fibNextHops: ['10.0.2.1'],
    decidedBy: 'only path',
    winsBy: [],
  })
  assert.equal(text(route(reflected, 'x', '198.18.3.0/24')), '1 via 10.0.3.1 by only path')
})

test('without a reflector a route goes one iBGP hop only', () => {
  const mesh = { ...reflected, sessions: reflected.sessions.map(withoutReflection) }
  assert.equal(text(route(mesh, 'c', '198.18.4.0/24')), 'none')
  assert.equal(text(route(mesh, 'r', '198.18.4.0/24')), '2 via 10.255.0.1 by only path')
})

test('two reflectors: the route with the shorter cluster list wins, and none goes in circles', () => {
  const two = lab({
    nodes: { a: 1, r: 1, s: 1, c: 1, x: 2 },
    links: [
      ['a', 'r'],
      ['a', 's'],
      ['r', 'c'],
      ['s', 'c'],
      ['a', 'x'],
    ],
    reflectors: ['r', 's'],
    originates: ['x'],
  })
  const prediction = solve(two, NO_IMPAIRMENT)
  assert.equal(prediction.stable, true)
  const atC = prediction.routes.get('c')?.get('198.18.5.0/24')
  assert.equal(atC?.via, 'r==c')
  assert.equal(atC?.decidedBy, 'neighbour address')
  assert.equal(prediction.routes.get('s')?.get('198.18.5.0/24')?.decidedBy, 'cluster list length')
})

test('the steps by which the best path wins against each of the others', () => {
  // d hears of o from a and c over two ASes, and from b over three.
  const detours = lab({
    nodes: { o: 1, a: 2, c: 3, e: 4, b: 5, d: 6 },
    links: [
      ['o', 'a'],
      ['o', 'c'],
      ['o', 'e'],
      ['e', 'b'],
      ['a', 'd'],
      ['c', 'd'],
      ['b', 'd'],
    ],
    originates: ['o'],
  })
  const found = route(detours, 'd', '198.18.1.0/24')
  assert.equal(found?.decidedBy, 'router id')
  assert.deepEqual(found?.winsBy, ['AS path length', 'router id'])
  // What d tells c comes later than the best path, and loses.
  assert.deepEqual(route(detours, 'c', '198.18.1.0/24')?.winsBy, ['AS path length'])
  assert.deepEqual(route(detours, 'a', '198.18.1.0/24')?.winsBy, [])
})

test('where a route entered the AS decides about its export at the other border', () => {
  const leak = lab({
    nodes: { a: 1, b: 1, p: 2, q: 3, k: 4 },
    links: [
      ['a', 'b'],
      ['a', 'p', 'customer-provider'],
      ['b', 'q', 'peer'],
      ['b', 'k', 'provider-customer'],
    ],
    originates: ['p'],
  })
  assert.equal(text(route(leak, 'q', '198.18.3.0/24')), 'none')
  assert.equal(text(route(leak, 'k', '198.18.3.0/24')), '1,2 via 10.0.4.1 by only path')
})

/** a and b in one AS, x behind b, all sessions and the one prefix of IPv6. */
const ipv6Line = (): Topology => {
  const plain = lab({
    nodes: { a: 1, b: 1, x: 2 },
    links: [
      ['a', 'b'],
      ['b', 'x'],
    ],
    originates: [],
  })
  const [ab, bx] = plain.links
  const end = (node: string, ipv4: string | undefined, ipv6: string) => ({
    node,
    ipv4: ipv4 ?? '',
    ipv6,
  })
  const network = {
    family: 'ipv6',
    prefix: '2001:2:0:9::/64',
    canary: '2001:2:0:9::1',
  } as const
  return {
    ...plain,
    families: ['ipv4', 'ipv6'],
    nodes: plain.nodes.map((node) => (node.name === 'x' ? { ...node, networks: [network] } : node)),
    links: [
      {
        ...(ab as Link),
        ends: [
          end('a', ab?.ends[0].ipv4, '2001:2:0:1::1'),
          end('b', ab?.ends[1].ipv4, '2001:2:0:1::2'),
        ],
      },
      {
        ...(bx as Link),
        ends: [
          end('b', bx?.ends[0].ipv4, '2001:2:0:2::1'),
          end('x', bx?.ends[1].ipv4, '2001:2:0:2::2'),
        ],
      },
    ],
    sessions: [
      ...plain.sessions,
      {
        id: 'a==b/ipv6',
        type: 'ibgp',
        family: 'ipv6',
        ends: [
          { node: 'a', address: '2001:2::a' },
          { node: 'b', address: '2001:2::b' },
        ],
      },
      {
        id: 'b--x/ipv6',
        type: 'ebgp',
        family: 'ipv6',
        link: 'b--x',
        ends: [
          { node: 'b', address: '2001:2:0:2::1' },
          { node: 'x', address: '2001:2:0:2::2' },
        ],
      },
    ],
  }
}

const withoutReflection = (session: Topology['sessions'][number]): Topology['sessions'][number] => {
  const plain = ({ node, address, relation }: (typeof session.ends)[0]) => ({
    node,
    address,
    ...(relation && { relation }),
  })
  return { ...session, ends: [plain(session.ends[0]), plain(session.ends[1])] }
}
