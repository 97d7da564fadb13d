import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKernelRoutes } from '../../../src/backends/docker/kernel-routes.ts'

const read = (...lines: readonly string[]) =>
  Object.fromEntries(readKernelRoutes(`${lines.join(' \n')} \n`))

test('one gateway, several, an IPv6 gateway of an IPv4 route, and none', () => {
  assert.deepEqual(
    read(
      '198.18.1.0/24 nhid 20 via 10.0.0.2 dev e0 proto bgp metric 20',
      '198.18.2.0/24 proto bgp metric 20 \\\tnexthop via 10.0.0.2 dev e0 weight 1 \\\tnexthop via 10.0.0.3 dev e1 weight 1',
      '198.18.5.0/24 via inet6 fd00:1::2 dev e0 proto bgp metric 20',
      '10.0.0.0/29 dev e0 proto kernel scope link src 10.0.0.1',
      'blackhole 198.18.6.0/24 proto bgp metric 20',
      'fd00:1::/64 dev e0 proto kernel metric 256 pref medium',
    ),
    {
      '198.18.1.0/24': ['10.0.0.2'],
      '198.18.2.0/24': ['10.0.0.2', '10.0.0.3'],
      '198.18.5.0/24': ['fd00:1::2'],
      '10.0.0.0/29': [],
      '198.18.6.0/24': [],
      'fd00:1::/64': [],
    },
  )
})

test('host routes get their length, the default route stays as it is', () => {
  const routes = read(
    '198.18.3.1 via 10.0.0.2 dev e0',
    '2001:2:0:9::1 via fd00::2 dev e0',
    'default via 10.0.0.9 dev e1',
  )
  assert.deepEqual(routes, {
    '198.18.3.1/32': ['10.0.0.2'],
    '2001:2:0:9::1/128': ['fd00::2'],
    default: ['10.0.0.9'],
  })
})

test('no output at all means no routes', () => {
  assert.equal(readKernelRoutes('\n').size, 0)
})
