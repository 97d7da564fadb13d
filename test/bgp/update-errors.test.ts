/** RFC 7606, one line a rule: what a malformed UPDATE comes to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeTable, FLAG } from '../../src/bgp/attributes.ts'
import { type CodecOptions, decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import { treated, type Update } from '../../src/bgp/update.ts'
import { InputError, WireError } from '../../src/lib/errors.ts'

const MARKER = 'ff'.repeat(16)
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'))
const length = (hex: string) => hex.replace(/\s/g, '').length / 2
const field = (octets: number) => octets.toString(16).padStart(4, '0')

const ORIGIN = '40010100'
const PATH = '40020602010000fbf6'
const NEXT_HOP = '4003040a000001'
const GOOD = ORIGIN + PATH + NEXT_HOP
const NLRI = '18c61201'

const update = (attributes: string, nlri = NLRI, options: CodecOptions = {}): Update => {
  const body = `0000 ${field(length(attributes))} ${attributes} ${nlri}`
  return decodeMessage(
    bytesOf(`${MARKER} ${field(19 + length(body))} 02 ${body}`),
    options,
  ) as Update
}

/** `outcome code/subcode section`, of the message and of its first problem. */
const verdict = (attributes: string, nlri?: string, options?: CodecOptions): string => {
  const text = ({ notification: { code, subcode }, section }: WireError) =>
    `${code}/${subcode} ${section}`
  try {
    const { outcome, problems } = update(attributes, nlri, options)
    return [outcome, ...problems.slice(0, 1).map(({ error }) => text(error))].join(' ')
  } catch (error) {
    assert.ok(error instanceof WireError, String(error))
    return `${error.outcome} ${text(error)}`
  }
}

for (const [what, attributes, expected] of [
  ['nothing wrong', GOOD, 'ok'],
  ['ORIGIN 7', `40010107${PATH}${NEXT_HOP}`, 'withdraw 3/6 RFC 7606 7.1'],
  ['ORIGIN of two octets', `4001020000${PATH}${NEXT_HOP}`, 'withdraw 3/5 RFC 7606 7.1'],
  ['ORIGIN marked optional', `c0010100${PATH}${NEXT_HOP}`, 'withdraw 3/4 RFC 7606 3 c'],
  ['a segment of type 9', `${ORIGIN}40020609010000fbf6${NEXT_HOP}`, 'withdraw 3/11 RFC 7606 7.2'],
  [
    'a segment that overruns',
    `${ORIGIN}40020602020000fbf6${NEXT_HOP}`,
    'withdraw 3/11 RFC 7606 7.2',
  ],
  ['a segment without numbers', `${ORIGIN}4002020200${NEXT_HOP}`, 'withdraw 3/11 RFC 7606 7.2'],
  ['one octet of a segment', `${ORIGIN}40020102${NEXT_HOP}`, 'withdraw 3/11 RFC 7606 7.2'],
  ['AS 0 in the path', `${ORIGIN}400206020100000000${NEXT_HOP}`, 'withdraw 3/11 RFC 7607 2'],
  ['NEXT_HOP of five octets', `${ORIGIN}${PATH}4003050a00000100`, 'withdraw 3/5 RFC 7606 7.3'],
  ['MED of three octets', `${GOOD}800403000000`, 'withdraw 3/5 RFC 7606 7.4'],
  ['LOCAL_PREF of three octets', `${GOOD}400503000000`, 'withdraw 3/5 RFC 7606 7.5'],
  ['ATOMIC_AGGREGATE with a value', `${GOOD}40060100`, 'discard 3/5 RFC 7606 7.6'],
  ['AGGREGATOR of six octets', `${GOOD}c00706fbf60a000001`, 'discard 3/5 RFC 4271 6.3'],
  ['COMMUNITIES without any', `${GOOD}c00800`, 'withdraw 3/5 RFC 7606 7.8'],
  ['COMMUNITIES of five octets', `${GOOD}c008050000000000`, 'withdraw 3/5 RFC 7606 7.8'],
  ['ORIGINATOR_ID of five octets', `${GOOD}8009050000000000`, 'withdraw 3/5 RFC 7606 7.9'],
  ['CLUSTER_LIST without any', `${GOOD}800a00`, 'withdraw 3/5 RFC 7606 7.10'],
  ['extended communities of 4 octets', `${GOOD}c0100400000000`, 'withdraw 3/5 RFC 7606 7.14'],
  ['IPv6 extended communities of 4', `${GOOD}c0190400000000`, 'withdraw 3/5 RFC 7606 7.15'],
  ['large communities of 4 octets', `${GOOD}c0200400000000`, 'withdraw 3/5 RFC 8092 6'],
  ['AIGP with a TLV of two octets', `${GOOD}801a03010002`, 'discard 3/5 RFC 4271 6.3'],
  ['AIGP marked transitive', `${GOOD}c01a0b01000b0000000000000001`, 'discard 3/4 RFC 7311 3.2'],
  ['NEXT_HOP 0.0.0.0', `${ORIGIN}${PATH}40030400000000`, 'withdraw 3/8 RFC 4271 6.3'],
  ['NEXT_HOP of a group', `${ORIGIN}${PATH}400304e0000005`, 'withdraw 3/8 RFC 4271 6.3'],
  ['NEXT_HOP 255.255.255.255', `${ORIGIN}${PATH}400304ffffffff`, 'withdraw 3/8 RFC 4271 6.3'],
  ['NEXT_HOP on the loopback', `${ORIGIN}${PATH}4003047f000009`, 'ok'],
  ['OTC of two octets', `${GOOD}c023020000`, 'withdraw 3/5 RFC 9234 5'],
  ['AS4_PATH between new speakers', `${GOOD}c0110602010000fbf6`, 'discard 3/1 RFC 6793 4.1'],
  ['an attribute twice', `${GOOD}${ORIGIN}`, 'discard 3/1 RFC 7606 3 g'],
  ['two reasons: the stronger one counts', `${GOOD}40060100c00800`, 'withdraw 3/5 RFC 7606 7.6'],
  ['no ORIGIN', `${PATH}${NEXT_HOP}`, 'withdraw 3/3 RFC 7606 3 d'],
  ['no NEXT_HOP', `${ORIGIN}${PATH}`, 'withdraw 3/3 RFC 7606 3 d'],
  ['an unknown optional one', `${GOOD}c0ff0100`, 'ok'],
  ['an unknown well-known one', `${GOOD}40ff0100`, 'reset 3/2 RFC 4271 6.3'],
  ['an attribute cut off in its header', `${GOOD}c0`, 'withdraw 3/1 RFC 7606 4'],
  ['an attribute longer than the list', `${GOOD}c00808000000`, 'withdraw 3/1 RFC 7606 4'],
  ['MP_REACH of four octets', `${GOOD}800e0400020110`, 'reset 3/9 RFC 7606 7.11'],
  ['MP_REACH with a next hop of 4', `${GOOD}800e09000201040a00000100`, 'reset 3/9 RFC 7606 7.11'],
  ['MP_UNREACH of 129 bits', `${GOOD}800f0400020181`, 'reset 3/10 RFC 4271 6.3'],
  ['MP_UNREACH twice', `${GOOD}800f03000201800f03000201`, 'reset 3/1 RFC 7606 3 g'],
  ['MP_UNREACH marked transitive', `${GOOD}c00f03000201`, 'withdraw 3/4 RFC 7606 3 c'],
] as const)
  test(`${what}: ${expected}`, () => {
    assert.equal(verdict(attributes), expected)
  })

test('without prefixes an error may have hidden them: reset, but not for what is discarded', () => {
  assert.equal(verdict('40010107', ''), 'reset 3/6 RFC 7606 5.2')
  assert.equal(verdict(`${ORIGIN}c0`, ''), 'reset 3/1 RFC 7606 5.2')
  assert.equal(verdict('40060100', ''), 'discard 3/5 RFC 7606 7.6')
  assert.equal(verdict('c00f03000201', ''), 'withdraw 3/4 RFC 7606 3 c')
})

test('prefixes of a family that is not read are prefixes too: no reset', () => {
  assert.equal(verdict('800e0500194100 00 40010107', ''), 'withdraw 3/6 RFC 7606 7.1')
})

test('what belongs inside an AS is discarded from another one', () => {
  const internal = `${GOOD}40050400000064 8009040a000002 800a040a000003`
  const options = { peer: 'external' } as const
  const { outcome, problems, attributes } = update(internal, NLRI, options)
  assert.equal(outcome, 'discard')
  assert.deepEqual(
    problems.map(({ code }) => code),
    [5, 9, 10],
  )
  assert.deepEqual(Object.keys(attributes), ['origin', 'asPath', 'nextHop'])
  assert.equal(update(internal).outcome, 'ok')
})

test('segments of a confederation are malformed from another AS (RFC 5065 section 5)', () => {
  for (const type of ['03', '04']) {
    const path = `${ORIGIN}400206${type}010000fbf6${NEXT_HOP}`
    assert.equal(verdict(path), 'ok')
    assert.equal(verdict(path, NLRI, { peer: 'internal' }), 'ok')
    assert.equal(verdict(path, NLRI, { peer: 'external' }), 'withdraw 3/11 RFC 5065 5')
  }
})

test('the NOTIFICATION would show the attribute with its header, or the missing code', () => {
  const [bad, missing] = update('c0080100 4003040a000001 40020602010000fbf6').problems
  assert.deepEqual(bad?.error.notification, { code: 3, subcode: 5, data: bytesOf('c0080100') })
  assert.deepEqual(missing?.error.notification, { code: 3, subcode: 3, data: bytesOf('01') })
})

test('an UPDATE to be treated as withdrawn announces nothing', () => {
  const bad = update(`${GOOD}c00800`)
  assert.deepEqual(bad.announced, ['198.18.1.0/24'])
  assert.deepEqual(treated(bad).announced, [])
  assert.deepEqual(treated(bad).withdrawn, ['198.18.1.0/24'])
  const good = update(GOOD)
  assert.equal(treated(good), good)
})

test('every row: wrong flags withdraw, and the Partial bit is no error', () => {
  for (const { code, flags, name } of attributeTable) {
    const octets = (first: number) => Buffer.from([first, code, 0]).toString('hex')
    const wrong = update(octets(flags ^ FLAG.optional)).problems
    assert.equal(
      wrong.find((problem) => problem.code === code)?.error.notification.subcode,
      4,
      name,
    )
    const partial = update(octets(flags | FLAG.partial)).problems
    assert.notEqual(
      partial.find((found) => found.code === code)?.error.notification.subcode,
      4,
      name,
    )
  }
})

test('an address family that is not known is kept as it came', () => {
  const { attributes, announced } = update(`${GOOD}800e0500194100 00`, '')
  assert.deepEqual(announced, [])
  assert.deepEqual(attributes.unknown, [{ code: 14, flags: 0x80, value: bytesOf('0019410000') }])
})

const announce = (announced: readonly string[]) =>
  ({
    type: 'update',
    announced,
    withdrawn: [],
    attributes: { origin: 'igp', asPath: [], nextHop: '10.0.0.1' },
  }) as const
const many = Array.from({ length: 1100 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`)

test('what does not fit is refused, and fits where the session allows more', () => {
  assert.throws(
    () => encodeMessage(announce(many)),
    (error) => error instanceof InputError && /4437 octets .* 4096/.test(error.message),
  )
  assert.equal(encodeMessage(announce(many), { maxLength: 65_535 }).length, 4437)
  assert.throws(
    () =>
      encodeMessage({
        ...announce([]),
        attributes: { communities: new Array(20_000).fill(1) },
      }),
    RangeError,
  )
})

test('text that is no prefix or address is refused, and so are prefixes without a next hop', () => {
  for (const text of [
    '10.0.0.0',
    '10.0.0.1/24',
    '10.0.0.0/33',
    '010.0.0.0/8',
    '1.2.3/8',
    '1.2.3.4/+8',
  ])
    assert.throws(() => encodeMessage(announce([text])), RangeError, text)
  assert.throws(() => encodeMessage(announce(['2001:2::/48'])), InputError)
})

test('a path longer than a segment is cut into several, a set is refused', () => {
  const asns = Array.from({ length: 300 }, (_, i) => i + 1)
  const path = (type: 'sequence' | 'set') => ({
    ...announce([]),
    attributes: { asPath: [{ type, asns }] },
  })
  const decoded = decodeMessage(encodeMessage(path('sequence'))) as Update
  assert.deepEqual(
    decoded.attributes.asPath?.map((segment) => segment.asns.length),
    [255, 45],
  )
  assert.throws(() => encodeMessage(path('set')), RangeError)
})
