import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routesInside, withoutRoutes } from '../../src/agent/routes-inside.ts'

const isInside = routesInside(['100.64.0.0/15', '100.127.0.0/16', '2001:db8:40::/43'])
const line = (route: string) =>
  `[2026-11-21T10:00:00.123456] ${route} dev eth0 proto bgp metric 20 `

test('routes of a load are told from those of the lab', () => {
  for (const route of [
    '100.64.0.16/28 via 10.1.0.2',
    'Deleted 100.127.0.1 via 10.1.0.2',
    'unicast 100.65.255.240/28 via 10.1.0.2',
    '2001:db8:5f:ffff::/64 via fd00::2',
  ])
    assert.equal(isInside(line(route)), true, route)
  for (const route of [
    '198.18.1.0/24 via 10.1.0.2',
    '100.64.0.0/10 via 10.1.0.2',
    'default via 10.1.0.1',
    '2001:db8::/32 via fd00::2',
    '2001:db8:60::/48 via fd00::2',
  ])
    assert.equal(isInside(line(route)), false, route)
})

test('a line about an interface is none about a route', () => {
  assert.equal(isInside('[2026-11-21T10:00:00.1] 3: eth0@if4: <UP,LOWER_UP> mtu 1500'), false)
})

test('without a load every line is told', () => {
  assert.equal(routesInside([])(line('100.64.0.16/28 via 10.1.0.2')), false)
})

test('the output of a program is freed of them', () => {
  const result = {
    status: 0,
    stdout:
      '198.18.1.0/24 via 10.1.0.2 dev e0\n100.64.0.16/28 via 10.1.0.2 dev e0\n100.127.3.4 via 10.1.0.2 dev e0\n',
    stderr: '',
  }
  const left = withoutRoutes(result, ['100.64.0.0/15', '100.127.0.0/16'])
  assert.equal(left.stdout, '198.18.1.0/24 via 10.1.0.2 dev e0\n')
  assert.equal(withoutRoutes(result).stdout, result.stdout)
})
