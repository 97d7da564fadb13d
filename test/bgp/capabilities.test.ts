import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Capabilities,
  capabilityTable,
  decodeCapabilities,
  encodeCapabilities,
  NO_CAPABILITIES,
  ROLES,
} from '../../src/bgp/capabilities.ts'
import { WireError } from '../../src/lib/errors.ts'

const octet = fc.integer({ min: 0, max: 255 })
const afi = fc.integer({ min: 0, max: 65535 })
const family = fc.record({ afi, safi: octet })
const known = new Set(capabilityTable.map(({ code }) => code))

const capabilities: fc.Arbitrary<Capabilities> = fc
  .record(
    {
      families: fc.array(family, { maxLength: 4 }),
      routeRefresh: fc.boolean(),
      extendedNextHop: fc.array(fc.record({ afi, safi: octet, nextHopAfi: afi }), { maxLength: 3 }),
      extendedMessage: fc.boolean(),
      role: fc.constantFrom(...ROLES),
      gracefulRestart: fc.record({
        restarting: fc.boolean(),
        notification: fc.boolean(),
        timeS: fc.integer({ min: 0, max: 4095 }),
        families: fc.array(fc.record({ afi, safi: octet, forwarding: fc.boolean() }), {
          maxLength: 3,
        }),
      }),
      fourOctetAs: fc.integer({ min: 0, max: 0xffffffff }),
      addPath: fc.array(
        fc
          .tuple(family, fc.constantFrom([true, false], [false, true], [true, true]))
          .map(([{ afi, safi }, [send, receive]]) => ({
            afi,
            safi,
            send: send === true,
            receive: receive === true,
          })),
        { maxLength: 3 },
      ),
      enhancedRefresh: fc.boolean(),
      hostname: fc.record({
        host: fc.string({ maxLength: 60 }),
        domain: fc.string({ maxLength: 60, unit: 'grapheme' }),
      }),
      unknown: fc.array(
        fc.record({
          code: octet.filter((code) => !known.has(code)),
          value: fc.uint8Array({ maxLength: 20 }),
        }),
        { maxLength: 3 },
      ),
    },
    {
      requiredKeys: [
        'families',
        'routeRefresh',
        'extendedNextHop',
        'extendedMessage',
        'addPath',
        'enhancedRefresh',
        'unknown',
      ],
    },
  )
  .map((value) => structuredClone(value) as Capabilities)

test('capabilities come back from their octets', () => {
  fc.assert(
    fc.property(capabilities, (offered) => {
      assert.deepEqual(decodeCapabilities(encodeCapabilities(offered)), {
        capabilities: offered,
        ignored: [],
      })
    }),
  )
})

test('any octets give capabilities, and what is malformed is named and not offered', () => {
  const offer = fc.array(fc.record({ code: octet, value: fc.uint8Array({ maxLength: 12 }) }))
  fc.assert(
    fc.property(offer, (list) => {
      try {
        for (const { code, error } of decodeCapabilities(list).ignored) {
          assert.ok(known.has(code))
          assert.equal(error.outcome, 'discard')
        }
      } catch (error) {
        assert.ok(error instanceof WireError, String(error))
        assert.deepEqual([error.notification.code, error.notification.subcode], [2, 11])
      }
    }),
    { numRuns: 1000 },
  )
})

const one = (code: number, ...value: number[]) => ({ code, value: Uint8Array.from(value) })

for (const [what, capability] of [
  ['a multiprotocol one of three octets', one(1, 0, 1, 1)],
  ['a route refresh with a value', one(2, 0)],
  ['an AS number of two octets', one(65, 0xfb, 0xf6)],
  ['ADD-PATH with a fourth mode', one(69, 0, 1, 1, 4)],
  ['a graceful restart that is cut off', one(64, 0, 120, 0, 1)],
  ['a host name longer than its capability', one(73, 9, 65)],
  ['an unassigned role', one(9, 7)],
] as const)
  test(`${what} counts as not offered`, () => {
    const { capabilities, ignored } = decodeCapabilities([capability])
    assert.deepEqual(capabilities, NO_CAPABILITIES)
    assert.deepEqual(
      ignored.map(({ code }) => code),
      [capability.code],
    )
  })

test('two different roles are a role mismatch, twice the same one is not', () => {
  assert.equal(decodeCapabilities([one(9, 3), one(9, 3)]).capabilities.role, 'customer')
  assert.throws(
    () => decodeCapabilities([one(9, 3), one(9, 0)]),
    (error) => error instanceof WireError && error.notification.subcode === 11,
  )
})

test('the octets of every row are those of its RFC', () => {
  const hex = encodeCapabilities({
    families: [{ afi: 2, safi: 1 }],
    routeRefresh: true,
    extendedNextHop: [{ afi: 1, safi: 1, nextHopAfi: 2 }],
    extendedMessage: true,
    role: 'customer',
    gracefulRestart: {
      restarting: true,
      notification: false,
      timeS: 120,
      families: [{ afi: 1, safi: 1, forwarding: true }],
    },
    fourOctetAs: 64502,
    addPath: [{ afi: 1, safi: 1, send: true, receive: false }],
    enhancedRefresh: true,
    hostname: { host: 'r1', domain: 'lab' },
  }).map(({ code, value }) => `${code} ${Buffer.from(value).toString('hex')}`.trim())
  assert.deepEqual(hex, [
    '1 00020001',
    '2',
    '5 000100010002',
    '6',
    '9 03',
    '64 807800010180',
    '65 0000fbf6',
    '69 00010102',
    '70',
    '73 027231036c6162',
  ])
})
