import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAll } from '../../src/measure/index.ts'
import { fault, fib, injected, settled, started, update } from './journal.ts'

test('of changes at one instant the last UPDATE counts, in whatever order they come', () => {
  const [first, second] = ['198.18.2.0/24', '198.18.3.0/24']
  const changes = [fib(1080, 'a', 'bgp', first), fib(1080, 'a', 'bgp', second)]
  for (const order of [changes, changes.toReversed()]) {
    const journal = [
      started(0),
      fault(990, 'cut', ['a--b'], ['a', 'b']),
      ...injected(1000, 1010, 'cut'),
      update(1020, 'a', [first]),
      update(1070, 'a', [second]),
      ...order,
      settled(2500, 'cut', 'injection'),
    ]
    const lag = measureAll(journal).find(({ name }) => name === 'rib-fib-lag')
    assert.deepEqual(lag?.by, { a: 10 })
  }
})
