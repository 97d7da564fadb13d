/** The optional parameters of an OPEN at the edges of their length fields (RFC 5492, RFC 9072). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeMessage } from '../../src/bgp/message.ts'
import type { Open } from '../../src/bgp/open.ts'
import { WireError } from '../../src/lib/errors.ts'

const FIXED = [4, 0xfb, 0xf5, 0, 90, 10, 0, 0, 9]

/** An OPEN whose octets behind the BGP identifier are these. */
const open = (...parameters: readonly number[]): Open => {
  const length = 19 + FIXED.length + parameters.length
  const header = [...new Array(16).fill(0xff), length >> 8, length & 0xff, 1]
  return decodeMessage(Uint8Array.from([...header, ...FIXED, ...parameters])) as Open
}

const octets = (count: number): number[] => new Array(count).fill(7)

test('255 octets of plain parameters are not those of RFC 9072', () => {
  const { capabilities } = open(255, 2, 253, 200, 251, ...octets(251))
  assert.deepEqual(
    capabilities.map(({ code, value }) => [code, value.length]),
    [[200, 251]],
  )
})

test('RFC 9072: the parameter type 255 alone tells, whatever the short length says', () => {
  for (const short of [255, 1, 9]) {
    const { capabilities } = open(short, 255, 0, 7, 2, 0, 4, 200, 2, 7, 7)
    assert.deepEqual(
      capabilities.map(({ code, value }) => [code, value.length]),
      [[200, 2]],
      `short length ${short}`,
    )
  }
})

test('extended parameters that end early or late are malformed', () => {
  for (const parameters of [
    [255, 255],
    [255, 255, 0],
    [255, 255, 0, 9, 2, 0, 4, 200, 2, 7, 7],
    [255, 255, 0, 3, 2, 0, 4, 200, 2, 7, 7],
    [255],
  ])
    assert.throws(
      () => open(...parameters),
      (error) => error instanceof WireError && error.notification.code === 2,
      parameters.join(' '),
    )
})

test('no parameters, and octets behind them', () => {
  assert.deepEqual(open(0).capabilities, [])
  assert.throws(() => open(0, 255, 0, 0), WireError)
})
