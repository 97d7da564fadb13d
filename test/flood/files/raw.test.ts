import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { encodeMessage } from '../../../src/bgp/message.ts'
import { countMessages } from '../../../src/flood/files/count.ts'
import { loadStream } from '../../../src/flood/files/load-stream.ts'
import { BackendError, EXIT, InputError, WireError } from '../../../src/lib/errors.ts'
import { fileOf } from './load.ts'

const announce = (announced: readonly string[], withdrawn: readonly string[] = []): Uint8Array =>
  encodeMessage({
    type: 'update',
    announced,
    withdrawn,
    attributes: {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns: [64_500] }],
      nextHop: '192.0.2.1',
    },
    nextHopIpv6: { global: '2001:db8::1' },
  })

const MESSAGES = [
  encodeMessage({ type: 'keepalive' }),
  announce(['198.18.0.0/24']),
  announce(['198.18.1.0/24']),
  announce(['198.18.2.0/24', '198.18.4.0/22']),
  announce([], ['198.18.0.0/24', '198.18.1.0/24']),
  announce(['2001:db8:1::/48', '2001:db8:2::/48'], ['2001:db8:3::/48']),
]
const BYTES = new Uint8Array(Buffer.concat(MESSAGES))

test('a file of messages: the same octets, counted', async () => {
  const stream = await loadStream(fileOf('updates.raw', BYTES))
  assert.deepEqual(Buffer.from(new Uint8Array(stream.bytes)), Buffer.from(BYTES))
  const { format, messages, updates, announced, withdrawn, problems, times } = stream
  assert.deepEqual([format, messages, updates, announced, withdrawn], ['raw', 6, 5, 6, 3])
  assert.deepEqual([problems, times], [[], undefined])
})

test('gzip is opened', async () => {
  const stream = await loadStream(fileOf('updates.raw.gz', gzipSync(BYTES)))
  assert.deepEqual([stream.format, stream.messages], ['raw', 6])
})

test('a large file is read whole, whatever the blocks', async () => {
  const one = announce(['198.18.0.0/24'])
  // More than one block, and no whole number of them.
  const count = Math.ceil((1.5 * 2 ** 24) / one.length)
  const whole = new Uint8Array(count * one.length)
  for (let at = 0; at < whole.length; at += one.length) whole.set(one, at)
  const stream = await loadStream(fileOf('large.raw', whole))
  assert.equal(stream.bytes.byteLength, whole.length)
  assert.equal(stream.announced, count)
})

const broken = (change: (bytes: Uint8Array) => void): Uint8Array => {
  const bytes = BYTES.slice()
  change(bytes)
  return bytes
}

test('what is no BGP: the octet and the section', async () => {
  const second = MESSAGES[0]?.length ?? 0
  const cases: [Uint8Array, RegExp][] = [
    [
      broken((b) => b.fill(0, second + 3, second + 4)),
      /no marker of 16 octets of 0xff at octet 19 \(RFC 4271 6\.1\)/,
    ],
    [
      broken((b) => b.fill(9, second + 18, second + 19)),
      /message type 9 at octet 37 \(RFC 4271 6\.1\)/,
    ],
    [broken((b) => b.fill(0, second + 16, second + 18)), /message length 0 at octet 35/],
    [
      broken((b) => b.fill(99, second + 19, second + 20)),
      /the withdrawn routes are longer than the message at octet 38/,
    ],
    [
      broken((b) => b.fill(99, second + 21, second + 22)),
      /the attributes are longer than the message at octet 40 \(RFC 4271 6\.3\)/,
    ],
    [new Uint8Array(64).fill(0xff), /message type 255 at octet 18/],
    [new Uint8Array(64).fill(0xff, 0, 16), /message length 0 at octet 16/],
    [BYTES.subarray(0, BYTES.length - 1), /the last message lacks 1 of its \d+ octets/],
    [BYTES.subarray(0, second + 5), /the last 5 octets are no message at octet 19/],
  ]
  for (const [content, expected] of cases) {
    const path = fileOf('broken.raw', content)
    await assert.rejects(loadStream(path), (error: InputError) => {
      assert.ok(error instanceof InputError)
      assert.ok(error.message.startsWith(`${path}: `))
      assert.match(error.message, expected)
      return true
    })
  }
})

test('any octets are counted or refused', () => {
  const mutated = fc
    .array(fc.tuple(fc.nat(BYTES.length - 1), fc.nat(255)), { maxLength: 4 })
    .map((changes) =>
      broken((b) => {
        for (const [at, octet] of changes) b[at] = octet
      }),
    )
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      try {
        assert.ok(countMessages(bytes).messages <= bytes.length / 19)
      } catch (error) {
        assert.ok(error instanceof WireError)
        assert.ok(error.offset <= bytes.length)
      }
    }),
    { numRuns: 3000 },
  )
})

test('files that cannot be used', async () => {
  const cases: [string, RegExp][] = [
    [fileOf('empty', ''), /is empty$/],
    [
      fileOf('photo', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3, 4, 5, 6)),
      /neither BGP messages nor an MRT file nor lines of ExaBGP$/,
    ],
    [fileOf('rib.xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)), /is compressed with xz$/],
    ['/nonexistent/file', /cannot read \/nonexistent\/file: there is no such file$/],
    ['/', /cannot read \/: it is a folder$/],
  ]
  for (const [path, expected] of cases)
    await assert.rejects(loadStream(path), (error: InputError) => {
      assert.match(error.message, expected)
      return error instanceof InputError && error.exitStatus === EXIT.input
    })
})

test('a disk that fails is no fault of the file', async () => {
  const { readError } = await import('../../../src/lib/read-bytes.ts')
  const error = readError('updates.raw', Object.assign(new Error('i/o error'), { code: 'EIO' }))
  assert.ok(error instanceof BackendError)
  assert.equal(error.message, 'cannot read updates.raw: i/o error')
})

test('reading ends when it is told to', async () => {
  const aborted = AbortSignal.abort(new Error('interrupted'))
  await assert.rejects(loadStream(fileOf('abort.raw', BYTES), {}, aborted))
})

test('options are checked', async () => {
  const path = fileOf('options.raw', BYTES)
  const source = { asn: 0, address: 'lon', internal: false }
  await assert.rejects(loadStream(path, { source }), (error: InputError) => {
    assert.deepEqual(
      error.problems.map((text) => text.split(':')[0]),
      ['source.asn', 'source.address'],
    )
    return true
  })
})
