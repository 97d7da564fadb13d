import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listens } from '../../src/dut/listening.ts'

const HEADER = '  sl  local_address rem_address   st tx_queue\n'
const socket = (local: string, remote: string, state: string) =>
  `${HEADER}   1: ${local} ${remote} ${state} 00000000:00000000 00:00000000\n`

test('a socket in LISTEN on the port, on any address', () => {
  assert.ok(listens(socket('0200630A:00B3', '00000000:0000', '0A'), 179))
  assert.ok(listens(socket('00000000:00B3', '00000000:0000', '0A'), 179))
})

test('another port, another state, or nothing', () => {
  assert.ok(!listens(socket('0200630A:0A2D', '00000000:0000', '0A'), 179))
  assert.ok(!listens(socket('0200630A:00B3', '0300630A:8000', '01'), 179))
  assert.ok(!listens('', 179))
})
