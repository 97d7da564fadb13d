import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Channel } from '../../src/lib/channel.ts'

const read = async (channel: Channel<number>): Promise<readonly number[]> => {
  const items: number[] = []
  for await (const item of channel) items.push(item)
  return items
}

test('gives what was pushed before and during the reading, in order, then ends', async () => {
  const channel = new Channel<number>()
  channel.push(1)
  const reading = read(channel)
  await new Promise(setImmediate)
  channel.push(2)
  channel.push(3)
  channel.close()
  assert.deepEqual(await reading, [1, 2, 3])
})

test('a closed channel still gives what it holds', async () => {
  const channel = new Channel<number>()
  channel.push(1)
  channel.close()
  assert.deepEqual(await read(channel), [1])
})
