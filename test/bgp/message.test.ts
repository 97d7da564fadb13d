import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CodecOptions, decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import { notificationName } from '../../src/bgp/notification.ts'
import type { Update } from '../../src/bgp/update.ts'
import { WireError } from '../../src/lib/errors.ts'
import { anyCase } from '../lib/any-message.ts'

const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'))
const MARKER = 'ff'.repeat(16)
const decodeUpdate = (body: string, options: CodecOptions = {}): Update => {
  const octets = hex(body)
  const length = (octets.length + 19).toString(16).padStart(4, '0')
  return decodeMessage(hex(`${MARKER}${length}02${body}`), options) as Update
}

test('OPEN: AS number of four octets, hold time, router id, capabilities', () => {
  const open = decodeMessage(
    hex(
      `${MARKER} 002f 01 04 5ba0 0009 0a000002 12 02 06 0104 0001 00 01 02 08 4104 0000fbf6 0200`,
    ),
  )
  assert.deepEqual(open, {
    type: 'open',
    version: 4,
    asn: 64502,
    holdTimeS: 9,
    routerId: '10.0.0.2',
    capabilities: [
      { code: 1, value: hex('00010001') },
      { code: 65, value: hex('0000fbf6') },
      { code: 2, value: hex('') },
    ],
  })
})

test('UPDATE: every field of RFC 4271 4.3 at its place', () => {
  const update = decodeUpdate(
    `0004 18c61205 001b 400101 00 400206 02 01 0000fbf6 400304 0a090002 800404 00000064 18 c61201 0f c613`,
  )
  assert.deepEqual(update, {
    type: 'update',
    withdrawn: ['198.18.5.0/24'],
    announced: ['198.18.1.0/24', '198.18.0.0/15'],
    attributes: {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns: [64502] }],
      nextHop: '10.9.0.2',
      med: 100,
    },
    outcome: 'ok',
    problems: [],
  })
})

test('UPDATE: IPv6 with a link-local next hop beside the global one', () => {
  const update = decodeUpdate(
    `0000 0036 400101 02 400200 90 0e 002b 0002 01 20 20010002000000090000000000000002 fe800000000000000000000000000002 00 28 2001000200`,
  )
  assert.deepEqual(update.announced, ['2001:2::/40'])
  assert.deepEqual(update.nextHopIpv6, { global: '2001:2:0:9::2', linkLocal: 'fe80::2' })
})

test('UPDATE: End-of-RIB of both families, and an empty MP_UNREACH beside others is none', () => {
  assert.equal(decodeUpdate('0000 0000').endOfRib, 'ipv4')
  assert.equal(decodeUpdate('0000 0006 80 0f 03 0002 01').endOfRib, 'ipv6')
  assert.equal(decodeUpdate('0000 000a 80 0f 03 0002 01 400101 00').endOfRib, undefined)
})

test('AS_PATH: the width that fits wins over the expected one', () => {
  const narrow = '0000 000d 400206 02 02 fbf6fbf7 400101 00'
  assert.deepEqual(
    decodeUpdate(narrow, { asWidth: 4, guessAsWidth: true }).attributes.asPath?.[0]?.asns,
    [64502, 64503],
  )
  const wide = '0000 000d 400206 02 01 0001fbf7 400101 00'
  assert.deepEqual(
    decodeUpdate(wide, { asWidth: 2, guessAsWidth: true }).attributes.asPath?.[0]?.asns,
    [130039],
  )
})

test('AS4_PATH puts back what an old speaker could not say (RFC 6793 4.2.3)', () => {
  const update = decodeUpdate('0000 0018 400208 02 03 fbf65ba05ba0 c0110a 02 02 0003000000030001', {
    asWidth: 2,
  })
  assert.deepEqual(update.attributes.asPath, [
    { type: 'sequence', asns: [64502] },
    { type: 'sequence', asns: [196608, 196609] },
  ])
})

test('a prefix longer than its family is an error with its place', () => {
  assert.throws(
    () => decodeUpdate('0000 0000 21 c612010000'),
    (error) =>
      error instanceof WireError && error.offset === 24 && error.section === 'RFC 4271 6.3',
  )
})

test('bits behind the prefix length do not count', () => {
  assert.deepEqual(decodeUpdate('0000 0000 0f c6ff').announced, ['198.254.0.0/15'])
})

test('notifications have names', () => {
  assert.equal(notificationName(6, 2), 'Cease/Administrative Shutdown')
  assert.equal(notificationName(4, 0), 'Hold Timer Expired')
  assert.equal(notificationName(6, 77), 'Cease/subcode 77')
  assert.equal(notificationName(99, 0), 'code 99')
})

test('what was decoded keeps nothing of the octets: a buffer can be read into again', () => {
  fc.assert(
    fc.property(anyCase, ({ message, options }) => {
      const bytes = encodeMessage(message, options)
      const decoded = decodeMessage(bytes, options)
      const before = structuredClone(decoded)
      bytes.fill(0x55)
      assert.deepEqual(decoded, before)
    }),
  )
})

test('every message comes back from its octets', () => {
  fc.assert(
    fc.property(anyCase, ({ message, options }) => {
      assert.deepEqual(decodeMessage(encodeMessage(message, options), options), message)
    }),
    { numRuns: 500 },
  )
})

test('any damage to a message gives a message or a WireError, never another exception', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 })
  fc.assert(
    fc.property(
      anyCase,
      damage,
      fc.nat(),
      fc.boolean(),
      ({ message, options }, changes, cut, fix) => {
        const whole = encodeMessage(message, options)
        const bytes = whole.slice(0, cut % 3 === 0 ? cut % (whole.length + 1) : whole.length)
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
        if (fix && bytes.length >= 19) {
          bytes.fill(0xff, 0, 16)
          bytes.set([bytes.length >> 8, bytes.length & 0xff], 16)
        }
        decodeOrWireError(bytes, options)
      },
    ),
    { numRuns: 2000 },
  )
})

test('random octets behind a good header give a message or a WireError', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.uint8Array({ maxLength: 80 }), (type, body) => {
      const bytes = Uint8Array.of(...hex(MARKER), 0, body.length + 19, type, ...body)
      decodeOrWireError(bytes, {})
    }),
    { numRuns: 2000 },
  )
})

const decodeOrWireError = (bytes: Uint8Array, options: CodecOptions): void => {
  try {
    decodeMessage(bytes, options)
  } catch (error) {
    assert.ok(error instanceof WireError, String(error))
    assert.ok(error.offset >= 0 && error.offset <= bytes.length, `offset ${error.offset}`)
    assert.match(error.section, /^RFC \d+ \d/)
    assert.equal(error.outcome, 'reset')
  }
}
