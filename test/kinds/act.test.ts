import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frr } from '../../src/kinds/frr.ts'
import { quagga } from '../../src/kinds/quagga.ts'
import type { Node } from '../../src/model/topology.ts'
import { pair } from './sample-topologies.ts'

const node = pair('frr').nodes[0] as Node
const commands = (argv: readonly string[]) => argv.filter((_, index) => argv[index - 1] === '-c')

for (const kind of [frr, quagga]) {
  test(`${kind.name}: a change and its inverse`, () => {
    const shutdown = kind.act.shutdown(node, '10.250.0.3', 'ipv4')
    assert.deepEqual(commands(shutdown.apply), [
      'configure terminal',
      'router bgp 64501',
      'neighbor 10.250.0.3 shutdown',
    ])
    assert.deepEqual(commands(shutdown.revert).at(-1), 'no neighbor 10.250.0.3 shutdown')
    const announce = kind.act.announce(node, '2001:2::/64', 'ipv6')
    assert.deepEqual(commands(announce.apply).slice(2), [
      'address-family ipv6 unicast',
      'network 2001:2::/64',
    ])
    const withdraw = kind.act.withdraw(node, '2001:2::/64', 'ipv6')
    assert.deepEqual(withdraw.apply, announce.revert)
    assert.deepEqual(withdraw.revert, announce.apply)
  })

  test(`${kind.name}: a killed daemon is started by the script of its node`, () => {
    assert.deepEqual(
      kind.daemons.map(({ role, process, start }) => [role, process, start.join(' ')]),
      [
        ['bgp', 'bgpd', '/chaoslemur/start-daemon bgpd'],
        ['rib', 'zebra', '/chaoslemur/start-daemon zebra'],
      ],
    )
  })
}

test('reset, hard and soft', () => {
  const reset = (kind: typeof frr, hard: boolean) => [
    ...commands(kind.act.reset(node, '10.0.0.1', 'ipv4', hard)),
    ...commands(kind.act.reset(node, 'fd00::1', 'ipv6', hard)),
  ]
  assert.deepEqual(reset(frr, true), [
    'clear bgp ipv4 unicast 10.0.0.1',
    'clear bgp ipv6 unicast fd00::1',
  ])
  assert.deepEqual(reset(quagga, false), [
    'clear ip bgp 10.0.0.1 soft',
    'clear bgp ipv6 fd00::1 soft',
  ])
})
