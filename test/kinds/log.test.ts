import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kinds } from '../../src/kinds/index.ts'
import { createLogReader, readLog } from '../../src/kinds/log.ts'
import { recorded } from './recorded.ts'

for (const kind of kinds.filter(({ program }) => !program))
  test(`${kind.name}: every change of a session in a real log, and nothing else`, () => {
    const lines = recorded(kind.name, 'log').split('\n')
    const read = kind.logReader()
    const events = lines.flatMap((line) => read(line) ?? [])
    assert.equal(events.length, lines.filter((line) => line.includes('ADJCHANGE')).length)
    assert.ok(events.length > 10)
    for (const { peer, up, reason } of events) {
      assert.match(peer, /^[0-9a-f.:]+$/)
      assert.equal(reason === '', up)
    }
  })

test('frr: address without host name, time in milliseconds with a fraction', () => {
  const line =
    '2026/11/21 09:28:07.968058 BGP: [PXVXG-TFNNT] %ADJCHANGE: neighbor 10.250.0.26(customer) in vrf default Down BGP Notification send'
  const event = readLog(line)
  assert.equal(event?.peer, '10.250.0.26')
  assert.equal(event.up, false)
  assert.equal(event.reason, 'BGP Notification send')
  assert.ok(Math.abs(event.at - (Date.UTC(2026, 10, 21, 9, 28, 7) + 968.058)) < 0.001)
})

test('quagga: an IPv6 neighbour', () => {
  const line = '2026/11/21 09:29:43 BGP: %ADJCHANGE: neighbor fd00:250:0:2::3 Up '
  assert.deepEqual(readLog(line), {
    at: Date.UTC(2026, 10, 21, 9, 29, 43),
    peer: 'fd00:250:0:2::3',
    up: true,
    reason: '',
  })
})

for (const kind of kinds.filter(({ program }) => !program))
  test(`${kind.name}: the reader of a whole log knows what the NOTIFICATION was`, () => {
    const read = createLogReader()
    const events = recorded(kind.name, 'log')
      .split('\n')
      .flatMap((line) => read(line) ?? [])
    const reasons = events.filter(({ up }) => !up).map(({ reason }) => reason)
    assert.ok(reasons.includes('Hold Timer Expired'))
    assert.ok(reasons.includes('Peer closed the session'))
    assert.ok(!reasons.includes('BGP Notification send'))
  })
