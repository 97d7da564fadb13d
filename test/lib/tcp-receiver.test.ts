import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTcpReceiver } from '../../src/lib/tcp-receiver.ts'
import type { StreamEvent } from '../../src/lib/tcp-stream.ts'

type Flag = 'syn' | 'fin' | 'rst'
type Act = readonly ['in', number, string, number, Flag?] | readonly ['ack', number]

/** `['in', sequence, octets, atMs, flag]` arrives; `['ack', number]` is sent by the receiver. */
const play = (...acts: readonly Act[]): string[] => {
  const receiver = createTcpReceiver()
  return acts
    .flatMap((act) => {
      if (act[0] === 'ack') return receiver.acknowledged(act[1])
      const [, sequence, octets, atMs, flag] = act
      const flags = { syn: flag === 'syn', fin: flag === 'fin', rst: flag === 'rst' }
      return receiver.arrived({ sequence, payload: Buffer.from(octets), ...flags }, atMs)
    })
    .map(text)
}
const text = (event: StreamEvent): string =>
  event.type === 'data' ? `${Buffer.from(event.bytes)}@${event.atMs}` : event.type

const opened = [
  ['in', 99, '', 1, 'syn'],
  ['ack', 100],
] as const

test('delivers what is acknowledged, with the time at which it came', () =>
  assert.deepEqual(play(...opened, ['in', 100, 'ab', 2], ['in', 102, 'c', 3], ['ack', 103]), [
    'start',
    'ab@2',
    'c@3',
  ]))

test('of several copies the last before the acknowledgement is the one that was received', () =>
  assert.deepEqual(
    play(
      ...opened,
      ['in', 100, 'ab', 2],
      ['in', 100, 'ab', 250],
      ['in', 100, 'ab', 650],
      ['ack', 102],
    ),
    ['start', 'ab@650'],
  ))

test('a copy after the acknowledgement is none', () =>
  assert.deepEqual(
    play(...opened, ['in', 100, 'ab', 2], ['ack', 102], ['in', 100, 'ab', 250], ['ack', 102]),
    ['start', 'ab@2'],
  ))

test('a large segment repeated in parts comes in parts', () =>
  assert.deepEqual(
    play(
      ...opened,
      ['in', 100, 'abcd', 2],
      ['in', 100, 'ab', 250],
      ['ack', 102],
      ['in', 102, 'cd', 300],
      ['ack', 104],
    ),
    ['start', 'ab@250', 'cd@300'],
  ))

test('what waits behind a hole came when the hole was filled', () =>
  assert.deepEqual(
    play(...opened, ['in', 100, 'a', 2], ['in', 101, 'b', 3], ['in', 100, 'a', 250], ['ack', 102]),
    ['start', 'a@250', 'b@250'],
  ))

test('the end counts when it is acknowledged', () => {
  const ending = [...opened, ['in', 100, 'a', 2, 'fin'], ['ack', 101]] as const
  assert.deepEqual(play(...ending), ['start', 'a@2'])
  assert.deepEqual(play(...ending, ['ack', 102]), ['start', 'a@2', 'end'])
})

test('a reset overtakes the acknowledgement of what came just before, not of what was lost', () => {
  assert.deepEqual(play(...opened, ['in', 100, 'a', 2], ['in', 101, '', 40, 'rst']), [
    'start',
    'a@2',
    'end',
  ])
  assert.deepEqual(play(...opened, ['in', 100, 'a', 2], ['in', 101, '', 900, 'rst']), [
    'start',
    'end',
  ])
})

test('before anything is heard of the receiver all counts; a new connection begins anew', () =>
  assert.deepEqual(
    play(
      ['in', 500, 'a', 1],
      ['ack', 501],
      ['in', 501, 'lost', 2],
      ['in', 7000, '', 3, 'syn'],
      ['ack', 7001],
      ['in', 7001, 'b', 4],
      ['ack', 7002],
    ),
    ['start', 'a@1', 'start', 'b@4'],
  ))

test('sequence numbers wrap', () =>
  assert.deepEqual(
    play(['in', 0xffffffff, '', 1, 'syn'], ['ack', 0], ['in', 0, 'a', 2], ['ack', 1]),
    ['start', 'a@2'],
  ))
