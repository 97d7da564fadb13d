import assert from 'node:assert/strict'
import { isIPv6 } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Address,
  addressAt,
  contains,
  formatAddress,
  formatPrefix,
  network,
  overlaps,
  type Prefix,
  parseAddress,
  parseAddressWithLength,
  parsePrefix,
  size,
  subnetAt,
  WIDTH,
} from '../../src/bgp/prefix.ts'

const address = (text: string): Address => {
  const parsed = parseAddress(text)
  assert.ok(parsed, `${text} is an address`)
  return parsed
}
const prefix = (text: string): Prefix => {
  const parsed = parsePrefix(text)
  assert.ok(parsed, `${text} is a prefix`)
  return parsed
}

const family = fc.constantFrom('ipv4' as const, 'ipv6' as const)
const anyAddress = family.chain((f) =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(WIDTH[f])) - 1n }).map((bits) => ({ family: f, bits })),
)
/** IPv6 with many zero groups, where the compression of RFC 5952 has its corners. */
const sparseIpv6 = fc
  .array(fc.constantFrom<bigint>(0n, 0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 })
  .map((groups) => ({
    family: 'ipv6' as const,
    bits: groups.reduce((bits, group) => (bits << 16n) | group, 0n),
  }))
const anyPrefix = anyAddress.chain((a) =>
  fc.integer({ min: 0, max: WIDTH[a.family] }).map((length) => network({ ...a, length })),
)

test('an address survives text', () => {
  fc.assert(
    fc.property(fc.oneof(anyAddress, sparseIpv6), (a) => {
      assert.deepEqual(parseAddress(formatAddress(a)), a)
    }),
  )
})

test('a prefix survives text', () => {
  fc.assert(fc.property(anyPrefix, (p) => assert.deepEqual(parsePrefix(formatPrefix(p)), p)))
})

test('IPv6 text is what the URL standard (same rules) makes of it', () => {
  fc.assert(
    fc.property(sparseIpv6, (a) => {
      // The URL standard has no dotted quads.
      fc.pre(a.bits >> 32n !== 0xffffn)
      const text = formatAddress(a)
      assert.equal(`[${text}]`, new URL(`http://[${text}]/`).hostname)
    }),
  )
})

test('any text is an IPv6 address for us when it is one for the platform', () => {
  const text = fc.string({
    unit: fc.constantFrom(':', ':', '0', '1', 'f', 'F', '.', '::', '1.2.3.4'),
    maxLength: 16,
  })
  fc.assert(
    fc.property(text, (t) => {
      fc.pre(t.includes(':'))
      assert.equal(parseAddress(t) !== undefined, isIPv6(t), t)
    }),
    { numRuns: 2000 },
  )
})

test('canonical text of RFC 5952', () => {
  const canonical = (text: string) => formatAddress(address(text))
  assert.equal(canonical('2001:0DB8:0:0:1:0:0:1'), '2001:db8::1:0:0:1')
  assert.equal(canonical('2001:db8:0:1:1:1:1:1'), '2001:db8:0:1:1:1:1:1')
  assert.equal(canonical('0:0:0:0:0:0:0:0'), '::')
  assert.equal(canonical('fe80:0:0:0:0:0:0:0'), 'fe80::')
  assert.equal(canonical('::FFFF:192.0.2.1'), '::ffff:192.0.2.1')
  assert.equal(canonical('::1:2:3:4:5:6:7'), '0:1:2:3:4:5:6:7')
})

test('what is no address or prefix', () => {
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4.5',
    ' 1.2.3.4',
    ':::',
    '1::2::3',
  ])
    assert.equal(parseAddress(text), undefined, text)
  for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.1/24', '::/129', '10.0.0.0/08', '/8'])
    assert.equal(parsePrefix(text), undefined, text)
})

test('host bits are kept by parseAddressWithLength and cleared by network', () => {
  const parsed = parseAddressWithLength('10.0.9.1/29')
  assert.ok(parsed)
  assert.equal(formatPrefix(parsed), '10.0.9.1/29')
  assert.equal(formatPrefix(network(parsed)), '10.0.9.0/29')
})

test('contains, for prefixes, is: every address of the inner one is in the outer one', () => {
  fc.assert(
    fc.property(anyPrefix, anyPrefix, (outer, inner) => {
      const ends = [addressAt(inner, 0), addressAt(inner, -1)]
      const same = inner.length >= outer.length || size(inner) === 0n
      assert.equal(contains(outer, inner), same && ends.every((end) => contains(outer, end)))
      assert.equal(overlaps(outer, inner), overlaps(inner, outer))
    }),
  )
  assert.ok(contains(prefix('10.0.0.0/8'), address('10.255.255.255')))
  assert.ok(!contains(prefix('10.0.0.0/8'), address('11.0.0.0')))
  assert.ok(!contains(prefix('0.0.0.0/0'), address('::1')))
  assert.ok(overlaps(prefix('10.0.0.0/8'), prefix('10.1.0.0/16')))
})

test('addressAt counts from both ends and stays inside', () => {
  const p = prefix('198.18.1.0/24')
  assert.equal(formatAddress(addressAt(p, 1)), '198.18.1.1')
  assert.equal(formatAddress(addressAt(p, -1)), '198.18.1.255')
  assert.throws(() => addressAt(p, 256), RangeError)
  assert.throws(() => addressAt(p, -257), RangeError)
  assert.equal(formatPrefix(subnetAt(prefix('2001:2::/48'), 64, 3)), '2001:2:0:3::/64')
  assert.throws(() => subnetAt(p, 29, 32), RangeError)
})
