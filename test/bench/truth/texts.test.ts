import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMonitor, readSessionLog } from '../../../bench/truth/texts.ts'

const MONITOR = `[2026-11-21T23:05:07.416126] 198.18.3.0/24 nhid 31 via 10.0.0.2 dev eth1 proto bgp metric 20
[2026-11-21T23:05:07.500001] Deleted 198.18.4.0/24 nhid 9 via 10.0.0.9 dev eth0 proto bgp metric 20
[2026-11-21T23:05:07.600000] 198.18.5.0/24 nhid 12 proto bgp metric 20
\tnexthop via 10.0.0.1 dev eth0 weight 1
\tnexthop via 10.0.0.2 dev eth1 weight 1
[2026-11-21T23:05:08.000002] 12: eth1@if13: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN group default
    link/ether 02:42:0a:00:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
[2026-11-21T23:05:09.000000] 12: eth1@if13: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default
    link/ether 02:42:0a:00:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
[2026-11-21T23:05:09.100000] local 10.0.0.1 dev eth1 table local proto kernel scope host src 10.0.0.1
`

const at = (time: string, microseconds: number): number =>
  Date.parse(`2026-11-21T${time}Z`) + microseconds / 1000

test('the monitor of iproute2: routes, their gateways, and carriers', () => {
  const { routes, links } = readMonitor(MONITOR)
  assert.deepEqual(
    routes.map(({ prefix, gateways, deleted, protocol }) => [prefix, gateways, deleted, protocol]),
    [
      ['198.18.3.0/24', ['10.0.0.2'], false, 'bgp'],
      ['198.18.4.0/24', ['10.0.0.9'], true, 'bgp'],
      ['198.18.5.0/24', ['10.0.0.1', '10.0.0.2'], false, 'bgp'],
    ],
  )
  assert.ok(Math.abs((routes[0]?.at ?? 0) - at('23:05:07', 416_126)) < 0.001)
  assert.deepEqual(
    links.map(({ device, carrier }) => [device, carrier]),
    [
      ['eth1', false],
      ['eth1', true],
    ],
  )
})

test('the log of FRR: sessions that went and came', () => {
  const lines = [
    '2026/11/21 23:05:07.416126 ZEBRA: [V98V0-MTWPF] client 27 says hello',
    '2026/11/21 23:05:07.419497 BGP: [N9HHH-F8H1M] %ADJCHANGE: neighbor 10.229.0.9(edge) in vrf default Up',
    '2026/11/21 23:05:08.000500 BGP: [N9HHH-F8H1M] %ADJCHANGE: neighbor 10.229.0.9(edge) in vrf default Down Interface down',
  ]
  const found = readSessionLog(lines.join('\n'))
  assert.deepEqual(
    found.map(({ peer, up }) => [peer, up]),
    [
      ['10.229.0.9', true],
      ['10.229.0.9', false],
    ],
  )
  assert.ok(Math.abs((found[1]?.at ?? 0) - at('23:05:08', 500)) < 0.001)
})
