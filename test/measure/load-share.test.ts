import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import { loadRanges } from '../../src/measure/load-share.ts'

const RANGES = ['100.64.0.0/15', '100.66.0.0/20', '2001:db8:40::/43']
const ranges = loadRanges(RANGES)

/** Some inside, some at the edges, some outside, of both families. */
const PREFIXES = [
  ...['100.64.0.0/28', '100.65.255.240/28', '100.66.15.0/24', '100.64.0.0/15', '100.64.3.7/32'],
  ...['100.64.0.0/10', '100.66.16.0/24', '198.18.1.0/24', '0.0.0.0/0', '100.66.0.0/19'],
  ...['2001:db8:40::/48', '2001:db8:5f:ffff::/64', '2001:db8:60::/48', '2001:db8::/32', '::/0'],
]
const INSIDE = new Set([
  ...['100.64.0.0/28', '100.65.255.240/28', '100.66.15.0/24', '100.64.0.0/15', '100.64.3.7/32'],
  ...['2001:db8:40::/48', '2001:db8:5f:ffff::/64'],
])

const encode = (announced: readonly string[], withdrawn: readonly string[]) =>
  encodeMessage({
    type: 'update',
    announced,
    withdrawn,
    attributes: {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns: [64502] }],
      nextHop: '10.0.0.2',
    },
    nextHopIpv6: { global: '2001:db8:ffff::1' },
  })

describe('the share of a load in an UPDATE', () => {
  test('a prefix is in a range as a whole or not', () => {
    for (const prefix of PREFIXES) assert.equal(ranges.has(prefix), INSIDE.has(prefix), prefix)
  })

  test('is counted without decoding exactly where decoding finds nothing else', () => {
    const some = fc.subarray(PREFIXES)
    fc.assert(
      fc.property(some, some, fc.boolean(), (announced, withdrawn, inside) => {
        const keep = (all: readonly string[]) => all.filter((one) => !inside || INSIDE.has(one))
        const message = encode(keep(announced), keep(withdrawn))
        const decoded = decodeMessage(message)
        assert.ok(decoded.type === 'update')
        const all = [...decoded.announced, ...decoded.withdrawn]
        const expected =
          all.length > 0 && all.every((one) => INSIDE.has(one))
            ? { announced: decoded.announced.length, withdrawn: decoded.withdrawn.length }
            : undefined
        assert.deepEqual(ranges.shareOf(message), expected)
      }),
    )
  })

  test('other messages and cut ones are nobody’s', () => {
    assert.equal(ranges.shareOf(encodeMessage({ type: 'keepalive' })), undefined)
    const message = encode(['100.64.0.0/28'], [])
    for (let length = 0; length < message.length; length++)
      assert.equal(ranges.shareOf(message.subarray(0, length)), undefined)
  })

  test('any octets: an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (body) => {
        const message = Uint8Array.from([...new Uint8Array(18).fill(255), 2, ...body])
        const share = ranges.shareOf(message)
        assert.ok(share === undefined || share.announced + share.withdrawn > 0)
      }),
    )
  })
})
