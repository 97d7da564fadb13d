import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { EPOCH_MS, simClock } from '../../../src/backends/sim/clock.ts'
import { Channel } from '../../../src/lib/channel.ts'
import { ScriptedNetwork } from './scripted-network.ts'

const never = new AbortController().signal

const setting = () => {
  const network = new ScriptedNetwork()
  return { network, clock: simClock(network) }
}

/** An event each millisecond, for ever. */
const ticking = (network: ScriptedNetwork, tick: () => void = () => {}): void => {
  const again = () => {
    tick()
    network.schedule(network.nowMs + 1, again)
  }
  network.schedule(network.nowMs + 1, again)
}

test('time is that of the network, from a fixed day on', () => {
  const { clock } = setting()
  assert.equal(clock.now(), EPOCH_MS)
  assert.equal(new Date(EPOCH_MS).toISOString(), '2000-01-01T00:00:00.000Z')
})

test('a wait ends exactly at its time, even a very odd one', async () => {
  const { clock } = setting()
  const at = EPOCH_MS + 1234.5678
  await clock.until(at, never)
  assert.equal(clock.now(), at)
})

test('what is past is not waited for', async () => {
  const { network, clock } = setting()
  await clock.until(EPOCH_MS - 1, never)
  await clock.until(EPOCH_MS, never)
  assert.equal(network.waiting, 0)
})

test('waits end in the order of their times, equal ones in that of their beginning', async () => {
  const { clock } = setting()
  const ended: string[] = []
  const wait = async (name: string, ms: number) => {
    await clock.until(EPOCH_MS + ms, never)
    ended.push(`${name} ${clock.now() - EPOCH_MS}`)
  }
  await Promise.all([wait('a', 5), wait('b', 2), wait('c', 5), wait('d', 2)])
  assert.deepEqual(ended, ['b 2', 'd 2', 'a 5', 'c 5'])
})

test('nothing happens while nobody waits', async () => {
  const { network, clock } = setting()
  let ticks = 0
  ticking(network, () => ticks++)
  await turn()
  assert.equal(ticks, 0)
  await clock.until(EPOCH_MS + 10.5, never)
  await turn()
  assert.equal(ticks, 10)
})

test('whoever is woken comes to rest before time goes on', async () => {
  const { network, clock } = setting()
  ticking(network)
  const seen: number[] = []
  const wait = async () => {
    await clock.until(EPOCH_MS + 3, never)
    for (let i = 0; i < 100; i++) await Promise.resolve()
    seen.push(network.nowMs)
  }
  await Promise.all([wait(), clock.until(EPOCH_MS + 1000, never)])
  assert.deepEqual(seen, [3])
})

test('what was seen on the way has been read before somebody is woken', async () => {
  const { network, clock } = setting()
  const channel = new Channel<number>()
  const read: number[] = []
  const reading = (async () => {
    for await (const item of channel) read.push(item)
  })()
  ticking(network, () => channel.push(network.nowMs))
  await clock.until(EPOCH_MS + 50.5, never)
  assert.equal(read.length, 50)
  channel.close()
  await reading
})

test('an abort ends a wait, and leaves nothing in the queue', async () => {
  const { network, clock } = setting()
  const ending = new AbortController()
  const waiting = clock.until(EPOCH_MS + 5, ending.signal)
  ending.abort(new Error('enough'))
  await assert.rejects(waiting, /enough/)
  assert.equal(network.waiting, 0)
  await assert.rejects(clock.until(EPOCH_MS + 5, ending.signal), /enough/)
})

test('a long wait lets the process breathe: an abort from a timer comes through', async () => {
  const { network, clock } = setting()
  ticking(network)
  const ending = new AbortController()
  setTimeout(() => ending.abort(new Error('interrupted')), 20)
  await assert.rejects(clock.until(EPOCH_MS + 1e12, ending.signal), /interrupted/)
})

test('a mistake in the network reaches whoever waits', async () => {
  const { network, clock } = setting()
  network.schedule(1, () => {
    throw new Error('a mistake')
  })
  await assert.rejects(clock.until(EPOCH_MS + 5, never), /a mistake/)
})
