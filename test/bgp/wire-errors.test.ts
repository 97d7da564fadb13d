import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeMessage } from '../../src/bgp/message.ts'
import { WireError } from '../../src/lib/errors.ts'

const MARKER = 'ff'.repeat(16)

/** What the session would say, as `code/subcode data`. */
const notificationFor = (hex: string): string => {
  try {
    decodeMessage(Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex')))
  } catch (error) {
    assert.ok(error instanceof WireError, String(error))
    assert.equal(error.outcome, 'reset')
    const { code, subcode, data } = error.notification
    return `${code}/${subcode} ${Buffer.from(data).toString('hex')}`.trim()
  }
  return 'no error'
}

const open = (rest: string): string => {
  const length = 19 + rest.replace(/\s/g, '').length / 2
  return `${MARKER} ${length.toString(16).padStart(4, '0')} 01 ${rest}`
}

for (const [what, hex, expected] of [
  ['a broken marker', `${'ff'.repeat(15)}fe 0013 04`, '1/1'],
  ['a length below the header', `${MARKER} 0012 04`, '1/2 0012'],
  ['a length that lies', `${MARKER} 0014 02 00`, '1/2 0014'],
  ['a KEEPALIVE with a body', `${MARKER} 0014 04 00`, '1/2 0014'],
  ['an OPEN too short', `${MARKER} 001c 01 04 0001 0009 0a000001`, '1/2 001c'],
  ['an UPDATE too short', `${MARKER} 0016 02 000000`, '1/2 0016'],
  ['a NOTIFICATION too short', `${MARKER} 0014 03 06`, '1/2 0014'],
  ['an unknown type', `${MARKER} 0013 09`, '1/3 09'],
  ['another version', open('03 0001 0009 0a000001 00'), '2/1 0004'],
  ['a hold time of two seconds', open('04 0001 0002 0a000001 00'), '2/6'],
  ['an optional parameter of 1996', open('04 0001 0009 0a000001 02 0100'), '2/4'],
  ['a capability that is cut off', open('04 0001 0009 0a000001 04 0202 0104'), '2/0'],
  ['a ROUTE-REFRESH too short', `${MARKER} 0015 05 0001`, '1/2 0015'],
  [
    'an end of refresh that is too long',
    `${MARKER} 0018 05 0001 02 01 00`,
    `7/1 ${MARKER}0018050001020100`,
  ],
  ['attributes longer than the message', `${MARKER} 0017 02 0000 0001`, '3/1'],
  ['a prefix of 33 bits', `${MARKER} 001d 02 0000 0000 21 c612010000`, '3/10'],
] as const)
  test(`${what}: NOTIFICATION ${expected.slice(0, 12)}`, () => {
    assert.equal(notificationFor(hex), expected)
  })
