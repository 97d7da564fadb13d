import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWays } from '../../src/lemur/interior.ts'

test('ways to routers: only selected routes to one address, all gateways that work', () => {
  const hop = (ip: string, interfaceName: string, active = true) => ({ ip, interfaceName, active })
  const json = JSON.stringify({
    '10.255.0.2/32': [
      { selected: true, metric: 20, nexthops: [hop('10.0.1.2', 'eth0'), hop('10.0.2.2', 'eth1')] },
    ],
    '10.255.0.3/32': [{ metric: 30, nexthops: [hop('10.0.1.2', 'eth0')] }],
    '10.0.7.0/29': [{ selected: true, metric: 20, nexthops: [hop('10.0.1.2', 'eth0')] }],
    'fd00::4/128': [
      {
        selected: true,
        metric: 10,
        nexthops: [hop('fe80::1', 'eth2'), hop('fe80::2', 'eth3', false)],
      },
    ],
  })
  assert.deepEqual(Object.fromEntries(readWays(json)), {
    '10.255.0.2': {
      cost: 20,
      gateways: [
        { address: '10.0.1.2', device: 'eth0' },
        { address: '10.0.2.2', device: 'eth1' },
      ],
    },
    'fd00::4': { cost: 10, gateways: [{ address: 'fe80::1', device: 'eth2' }] },
  })
  assert.equal(readWays('').size, 0)
})
