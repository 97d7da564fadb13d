import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKernelRoutes } from '../../../src/backends/docker/kernel-routes.ts'

const read = (...routes: readonly object[]) =>
  Object.fromEntries(readKernelRoutes(JSON.stringify(routes)))
const hop = (gateway: string) => ({ gateway, dev: 'e0', weight: 1, flags: [] })

test('one gateway, several, an IPv6 gateway of an IPv4 route, and none', () => {
  assert.deepEqual(
    read(
      { dst: '198.18.1.0/24', gateway: '10.0.0.2', dev: 'e0', protocol: 'bgp', flags: [] },
      {
        dst: '198.18.2.0/24',
        protocol: 'bgp',
        flags: [],
        nexthops: [hop('10.0.0.2'), hop('10.0.0.3')],
      },
      { dst: '198.18.5.0/24', via: { family: 'inet6', host: 'fd00:1::2' }, dev: 'e0', flags: [] },
      { dst: '10.0.0.0/29', dev: 'e0', protocol: 'kernel', scope: 'link', flags: [] },
      { type: 'blackhole', dst: '198.18.6.0/24', protocol: 'bgp', flags: [] },
    ),
    {
      '198.18.1.0/24': ['10.0.0.2'],
      '198.18.2.0/24': ['10.0.0.2', '10.0.0.3'],
      '198.18.5.0/24': ['fd00:1::2'],
      '10.0.0.0/29': [],
      '198.18.6.0/24': [],
    },
  )
})

test('host routes get their length, the default route stays as it is', () => {
  const routes = read({ dst: '198.18.3.1' }, { dst: '2001:2:0:9::1' }, { dst: 'default' })
  assert.deepEqual(Object.keys(routes), ['198.18.3.1/32', '2001:2:0:9::1/128', 'default'])
})

test('no output at all means no routes', () => {
  assert.equal(readKernelRoutes('\n').size, 0)
})
