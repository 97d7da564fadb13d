import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMonitorLine } from '../../../src/backends/docker/monitor-line.ts'

// Lines of iproute2 6.1 as they came from a namespace with a veth pair.
const at = (text: string) => readMonitorLine(`[2026-11-21T10:01:40.723949] ${text}`)
const route = (text: string) => {
  const seen = at(text)
  return seen?.type === 'route' ? [seen.prefix, seen.nextHops, seen.protocol] : seen
}

const ROUTES: readonly (readonly [string, readonly unknown[]])[] = [
  [
    '198.18.1.0/24 via 10.0.0.2 dev e0 proto bgp metric 20 ',
    ['198.18.1.0/24', ['10.0.0.2'], 'bgp'],
  ],
  ['198.18.3.1 via 10.0.0.2 dev e0 proto zebra ', ['198.18.3.1/32', ['10.0.0.2'], 'zebra']],
  [
    '198.18.2.0/24 proto bgp \\\tnexthop via 10.0.0.2 dev e0 weight 1 \\\tnexthop via 10.0.0.3 dev e0 weight 1 ',
    ['198.18.2.0/24', ['10.0.0.2', '10.0.0.3'], 'bgp'],
  ],
  ['198.18.4.0/24 nhid 20 via 10.0.0.2 dev e0 proto bgp ', ['198.18.4.0/24', ['10.0.0.2'], 'bgp']],
  ['198.18.5.0/24 via inet6 fd00:1::2 dev e0 proto bgp ', ['198.18.5.0/24', ['fd00:1::2'], 'bgp']],
  ['default via 10.0.0.2 dev e0 ', ['default', ['10.0.0.2'], 'unknown']],
  [
    '10.0.0.0/29 dev e0 proto kernel scope link src 10.0.0.1 linkdown ',
    ['10.0.0.0/29', [], 'kernel'],
  ],
  [
    '2001:2:0:1::/64 via fd00:1::2 dev e0 proto bgp metric 1024 pref medium',
    ['2001:2:0:1::/64', ['fd00:1::2'], 'bgp'],
  ],
  [
    '2001:2:0:9::1 via fd00:1::2 dev e0 proto bgp metric 1024 pref medium',
    ['2001:2:0:9::1/128', ['fd00:1::2'], 'bgp'],
  ],
  [
    '2001:2:0:2::/64 proto bgp metric 1024 pref medium\\\tnexthop via fd00:1::2 dev e0 weight 1 \\\tnexthop via fd00:1::3 dev e0 weight 1 ',
    ['2001:2:0:2::/64', ['fd00:1::2', 'fd00:1::3'], 'bgp'],
  ],
  ['Deleted 198.18.1.0/24 via 10.0.0.3 dev e0 proto bgp metric 20 ', ['198.18.1.0/24', [], 'bgp']],
  [
    'Deleted 2001:2:0:1::/64 via fd00:1::2 dev e0 proto bgp metric 1024 pref medium',
    ['2001:2:0:1::/64', [], 'bgp'],
  ],
]

for (const [line, expected] of ROUTES) {
  test(`route: ${line.trim()}`, () => assert.deepEqual(route(line), expected))
}

test('microseconds of the time stamp are kept, as UTC', () => {
  const seen = at('198.18.3.1 via 10.0.0.2 dev e0 proto bgp ')
  const whole = Date.UTC(2026, 10, 21, 10, 1, 40)
  assert.ok(Math.abs((seen?.at ?? 0) - whole - 723.949) < 0.0005)
})

const LINKS: readonly (readonly [string, string, boolean])[] = [
  ['3: e0@e1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP', 'e0', true],
  [
    '3: e0@if17: <NO-CARRIER,BROADCAST,MULTICAST,UP,M-DOWN> mtu 1500 state LOWERLAYERDOWN',
    'e0',
    false,
  ],
  ['2: e1@NONE: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state DOWN', 'e1', false],
  ['1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN', 'lo', true],
  ['Deleted 3: e0@NONE: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP', 'e0', false],
]

for (const [line, name, up] of LINKS) {
  test(`link: ${line}`, () => {
    const seen = at(
      `${line} group default \\    link/ether be:c1:3e:5a:5c:37 brd ff:ff:ff:ff:ff:ff`,
    )
    assert.deepEqual(seen && { ...seen, at: 0 }, { type: 'link', at: 0, interface: name, up })
  })
}

test('own addresses, broadcast, multicast and what is no event are passed over', () => {
  const others = [
    'local 10.0.0.1 dev e0 table local proto kernel scope host src 10.0.0.1 ',
    'broadcast 10.0.0.7 dev e0 table local proto kernel scope link src 10.0.0.1 linkdown ',
    'multicast ff00::/8 dev e1 table local proto kernel metric 256 pref medium',
    'Deleted local fd00:1::1 dev e0 table local proto kernel metric 0 pref medium',
    '10.0.0.1 dev e0 table local proto kernel scope host src 10.0.0.1 ',
  ]
  for (const line of others) assert.equal(at(line), undefined, line)
  for (const line of ['', 'Timestamp: Sat Nov 21', '198.18.1.0/24 via 10.0.0.2 dev e0'])
    assert.equal(readMonitorLine(line), undefined, line)
})
