import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { test } from 'node:test'
import { onLines } from '../../src/agent/lines.ts'

const linesOf = async (parts: readonly Uint8Array[]): Promise<readonly string[]> => {
  const stream = new PassThrough()
  const lines: string[] = []
  onLines(stream, (line) => lines.push(line))
  for (const part of parts) stream.write(part)
  stream.end()
  await finished(stream)
  return lines
}

test('gives whole lines, however the bytes are cut, even inside a character', async () => {
  const bytes = Buffer.from('one\n\ntwö\nthree')
  for (let cut = 0; cut <= bytes.length; cut++) {
    const lines = await linesOf([bytes.subarray(0, cut), bytes.subarray(cut)])
    assert.deepEqual(lines, ['one', '', 'twö'], `cut at ${cut}`)
  }
})

test('many lines in one piece come in order', async () => {
  assert.deepEqual(await linesOf([Buffer.from('1\n2\n3\n')]), ['1', '2', '3'])
})
