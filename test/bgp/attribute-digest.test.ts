import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeDigest } from '../../src/bgp/attribute-digest.ts'
import type { Attributes } from '../../src/bgp/attributes.ts'
import { decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import type { Update } from '../../src/bgp/update.ts'

const sent = (attributes: Attributes, announced = ['198.18.1.0/24']): Update => {
  const bytes = encodeMessage({ type: 'update', withdrawn: [], announced, attributes })
  const decoded = decodeMessage(bytes, { asWidth: 4 })
  assert.equal(decoded.type, 'update')
  return decoded as Update
}

const base: Attributes = {
  origin: 'igp',
  asPath: [{ type: 'sequence', asns: [64501, 64502] }],
  nextHop: '10.0.0.1',
  med: 5,
}

test('the same attributes have one digest, whatever the prefixes', () => {
  const digest = attributeDigest(sent(base))
  assert.match(digest, /^[0-9a-f]{8}$/)
  assert.equal(attributeDigest(sent(base, ['198.18.7.0/24', '198.18.8.0/24'])), digest)
  const { nextHop, ...others } = base
  assert.equal(
    attributeDigest({ ...sent(base), attributes: { nextHop, ...others } as Attributes }),
    digest,
  )
})

test('any attribute that differs makes another digest', () => {
  const unknown = [{ code: 200, flags: 0xc0, value: new Uint8Array([1, 2]) }]
  const others: readonly Attributes[] = [
    { ...base, origin: 'incomplete' },
    { ...base, asPath: [{ type: 'sequence', asns: [64502, 64501] }] },
    { ...base, asPath: [{ type: 'set', asns: [64501, 64502] }] },
    { ...base, nextHop: '10.0.0.2' },
    { ...base, med: 6 },
    { ...base, communities: [0xfde80001] },
    { ...base, unknown },
    {
      ...base,
      unknown: [{ ...(unknown[0] as (typeof unknown)[0]), value: new Uint8Array([1, 3]) }],
    },
  ]
  const digests = [base, ...others].map((attributes) => attributeDigest(sent(attributes)))
  assert.equal(new Set(digests).size, digests.length, digests.join(' '))
})
