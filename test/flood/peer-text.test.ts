import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPeer, parsePeers } from '../../src/flood/peer-text.ts'
import { InputError } from '../../src/lib/errors.ts'

test("kakapo's forms, and IPv6 with brackets or without", () => {
  assert.deepEqual(
    parsePeers(
      [
        '192.0.2.1,192.0.2.9,64505',
        '192.0.2.1,192.0.2.10,4200000000,1179',
        '[2001:db8::1],2001:db8::9,1',
      ],
      179,
    ),
    [
      { remote: '192.0.2.1', local: '192.0.2.9', asn: 64505, port: 179 },
      { remote: '192.0.2.1', local: '192.0.2.10', asn: 4200000000, port: 1179 },
      { remote: '2001:db8::1', local: '2001:db8::9', asn: 1, port: 179 },
    ],
  )
})

test('what was read is written as a PEER again', () => {
  const peers = parsePeers(['2001:db8::1,2001:db8::9,1,1179'], 179)
  assert.deepEqual(parsePeers(peers.map(formatPeer), 179), peers)
})

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['', /"" is not the device's address/],
  ['host,192.0.2.9,1', /"host" is not the device's address/],
  ['192.0.2.1', /no own address: it is the BGP identifier and the next hop too/],
  ['192.0.2.1,,65000', /no own address/],
  ['192.0.2.1,x,65000', /"x" is not an address/],
  ['192.0.2.1,2001:db8::1,65000', /of different families/],
  ['192.0.2.1,192.0.2.9', /AS must be a number/],
  ['192.0.2.1,192.0.2.9,0', /AS must be a number/],
  ['192.0.2.1,192.0.2.9,4294967296', /AS must be a number/],
  ['192.0.2.1,192.0.2.9,1,0', /port must be a number/],
  ['192.0.2.1,192.0.2.9,1,2,3', /more than four parts/],
]

for (const [text, message] of WRONG)
  test(`${JSON.stringify(text)} is no PEER`, () => {
    assert.throws(
      () => parsePeers([text], 179),
      (error: unknown) => error instanceof InputError && message.test(error.message),
    )
  })

test('two sessions with the same ends are told apart by nobody', () => {
  const twice = '192.0.2.1,192.0.2.9,64505'
  assert.throws(() => parsePeers([twice, twice], 179), /two sessions from 192\.0\.2\.9/)
})
