import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pair } from '../../../bench/truth/pair.ts'

const event = (at: number, name = 'a') => ({ at, name })

test('events of one name are put together with the nearest', () => {
  const { differences, onlyFirst, onlySecond } = pair(
    [event(10), event(20)],
    [event(21), event(10.5)],
    5,
  )
  assert.deepEqual([differences, onlyFirst, onlySecond], [[-0.5, -1], [], []])
})

test('what only one of them has is named: another name, too far away, or once too often', () => {
  const { differences, onlyFirst, onlySecond } = pair(
    [event(10, 'b'), event(50), event(90), event(90.1)],
    [event(10), event(58), event(90)],
    5,
  )
  assert.deepEqual(differences, [0])
  assert.deepEqual(onlyFirst, ['b at 10.000', 'a at 50.000', 'a at 90.100'])
  assert.deepEqual(onlySecond, ['a at 10.000', 'a at 58.000'])
})
