import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBack } from '../../../src/agent/levers/read-back.ts'

test('asks until the answer holds, and gives it without its newline', async () => {
  const answers = ['down\n', 'down\n', 'up\n']
  const ask = async () => answers.shift() ?? 'asked too often'
  assert.equal(await readBack(ask, (text) => text === 'up\n'), 'up')
  assert.deepEqual(answers, [])
})

test('asks once at least, then says what it read', async () => {
  let asked = 0
  const ask = async () => `answer ${++asked}\n`
  await assert.rejects(
    readBack(ask, () => false, -1),
    /^Error: read back "answer 1"$/,
  )
  assert.equal(asked, 1)
})

test('a question that fails is not asked again', async () => {
  const ask = () => Promise.reject(new Error('gone'))
  await assert.rejects(
    readBack(ask, () => true),
    /gone/,
  )
})
