import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRequest } from '../../src/cli/flood-request.ts'
import { InputError } from '../../src/lib/errors.ts'

test('peers and parameters, and peers alone', () => {
  const text = '{"peers":["192.0.2.1,192.0.2.9,1"],"parameters":{"repeat":3,"flap":true}}'
  assert.deepEqual(parseRequest('-', text), {
    peers: ['192.0.2.1,192.0.2.9,1'],
    parameters: { as: 'config', values: { repeat: 3, flap: true } },
  })
  assert.deepEqual(parseRequest('-', '{"peers":[]}').parameters.values, {})
})

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['{', /job\.json: not JSON/],
  ['[]', /job\.json/],
  ['{"peers":"x"}', /peers/],
  ['{"peers":[],"parameters":{"repeat":[]}}', /parameters\.repeat/],
  ['{"peers":[],"mode":"single"}', /mode/],
]

for (const [text, message] of WRONG)
  test(`${text} is no request`, () => {
    assert.throws(
      () => parseRequest('job.json', text),
      (error: unknown) => error instanceof InputError && message.test(error.message),
    )
  })
