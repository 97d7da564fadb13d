import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseLine } from '../../../src/flood/files/exabgp/line.ts'
import { LineError } from '../../../src/flood/files/exabgp/tokens.ts'
import { loadStream } from '../../../src/flood/files/load-stream.ts'
import { InputError } from '../../../src/lib/errors.ts'
import { golden } from '../../golden.ts'
import { EXTERNAL, fileOf, INTERNAL, pathText, updatesOf } from './load.ts'

const load = async (lines: readonly string[], options = {}) =>
  loadStream(fileOf('routes.exabgp', `${lines.join('\n')}\n`), { source: INTERNAL, ...options })

test('every attribute of a line', async () => {
  const [update, ...others] = updatesOf(
    await load([
      'announce route 198.18.1.0/24 next-hop 192.0.2.7 origin egp as-path [ 64501 1.10 ( 1 2 ) 3 ]' +
        ' med 10 local-preference 200 atomic-aggregate aggregator ( 64501:192.0.2.8 )' +
        ' community [ 64501:666 no-export 0x00010002 ] large-community [ 64501:1:2 4294967295:0:0 ]' +
        ' extended-community [ target:64501:1 origin:192.0.2.1:2 target:70000:3 0x4300000000000001 ]' +
        ' originator-id 192.0.2.3 cluster-list [ 192.0.2.4 192.0.2.5 ] aigp 77 attribute [ 0x63 0xe0 0x0102 ]',
    ]),
  )
  assert.deepEqual(others, [])
  const { unknown, aigp, ...attributes } = update?.attributes ?? {}
  assert.deepEqual(update?.announced, ['198.18.1.0/24'])
  assert.deepEqual(attributes, {
    origin: 'egp',
    asPath: [
      { type: 'sequence', asns: [64_501, 65_546] },
      { type: 'set', asns: [1, 2] },
      { type: 'sequence', asns: [3] },
    ],
    nextHop: '192.0.2.7',
    med: 10,
    localPref: 200,
    atomicAggregate: true,
    aggregator: { asn: 64_501, address: '192.0.2.8' },
    communities: [0xfbf5029a, 0xffffff01, 0x00010002],
    originatorId: '192.0.2.3',
    clusterList: ['192.0.2.4', '192.0.2.5'],
    extendedCommunities: [
      '0002fbf500000001',
      '0103c00002010002',
      '0202000111700003',
      '4300000000000001',
    ],
    largeCommunities: [
      [64_501, 1, 2],
      [0xffffffff, 0, 0],
    ],
  })
  assert.deepEqual(aigp, [{ type: 1, value: '000000000000004d' }])
  assert.deepEqual(
    unknown?.map(({ code, flags, value }) => [code, flags, [...value]]),
    [[0x63, 0xe0, [1, 2]]],
  )
})

test('the forms of a line, in their order', async () => {
  const stream = await load([
    '# a comment, and a blank line',
    '',
    'announce route 198.18.1.0/24 next-hop self',
    'announce route 198.18.2.0/24 next-hop self # as the one before',
    'neighbor 192.0.2.13 local-as 64500 announce attributes next-hop self med 5 nlri 198.18.3.0/24 198.18.4.0/24',
    'announce ipv6 unicast 2001:db8:1::/48 next-hop 2001:db8::7',
    'withdraw route 198.18.1.0/24 next-hop self',
    'withdraw attributes nlri 2001:db8:1::/48',
    'announce route 198.18.8.0/22 next-hop self split /24',
    'announce route 198.18.9.9 next-hop self;',
  ])
  assert.equal(stream.format, 'exabgp')
  assert.deepEqual([stream.announced, stream.withdrawn], [10, 2])
  const updates = updatesOf(stream).map(({ announced, withdrawn, attributes }) => [
    attributes.nextHop ?? '',
    announced.join(' '),
    withdrawn.join(' '),
  ])
  assert.deepEqual(updates, [
    ['192.0.2.1', '198.18.1.0/24 198.18.2.0/24', ''],
    ['192.0.2.1', '198.18.3.0/24 198.18.4.0/24', ''],
    ['', '2001:db8:1::/48', ''],
    ['', '', '198.18.1.0/24'],
    ['', '', '2001:db8:1::/48'],
    ['192.0.2.1', '198.18.8.0/24 198.18.9.0/24 198.18.10.0/24 198.18.11.0/24 198.18.9.9/32', ''],
  ])
})

test('over eBGP the own AS stands in front, and LOCAL_PREF is not sent', async () => {
  const lines = ['announce route 198.18.1.0/24 next-hop self as-path [ 64501 ] local-preference 7']
  const [update] = updatesOf(await load(lines, { source: EXTERNAL }))
  assert.equal(pathText(update as never), '64500 64501')
  assert.equal(update?.attributes.localPref, undefined)
})

test('a line of very many prefixes becomes several messages', async () => {
  const stream = await load(['announce route 10.0.0.0/8 next-hop self split /20'])
  assert.equal(stream.announced, 4096)
  assert.ok(stream.messages > 1)
  assert.equal(updatesOf(stream).flatMap(({ announced }) => announced).length, 4096)
})

test('every line that is wrong, with its place and what is meant', async () => {
  const lines = [
    'announce route 198.18.0.1/24 next-hop self',
    'announce rout 198.18.0.0/24 next-hop self',
    'annonce route 198.18.0.0/24',
    'announce route 198.18.0.0/24 nexthop self',
    'announce route 198.18.0.0/24 med 5',
    'announce route 198.18.0.0/24 next-hop self as-path [ 1 2',
    'announce route 198.18.0.0/24 next-hop self as-path [ 1 ( 2 ]',
    'announce route 198.18.0.0/24 next-hop self community [ 70000:1 ]',
    'announce route 198.18.0.0/24 next-hop self large-community 1:2',
    'announce route 198.18.0.0/24 next-hop self extended-community [ rt:1:2 ]',
    'announce route 198.18.0.0/24 next-hop self med 4294967296',
    'announce route 198.18.0.0/24 next-hop self med 1 med 2',
    'announce route 198.18.0.0/24 next-hop self origin bgp',
    'announce route 198.18.0.0/24 next-hop me',
    'announce route 198.18.0.0/24 next-hop 2001:db8::1',
    'announce route 198.18.0.0/24 next-hop self split /16',
    'announce attributes next-hop self',
    'announce flow route',
    'neighbor 192.0.2.1 teardown 4',
    'announce route 198.18.0.0/24 next-hop self constructor 1',
    'announce',
    `announce route 198.18.0.0/24 next-hop self attribute [ 0x63 0xe0 0x${'00'.repeat(4096)} ]`,
  ]
  const path = fileOf('wrong.exabgp', lines.join('\n'))
  await assert.rejects(loadStream(path, { source: INTERNAL }), (error: InputError) => {
    assert.ok(error instanceof InputError)
    assert.equal(error.problems.length, lines.length)
    golden(
      `${error.message.replaceAll(path, 'wrong.exabgp')}\n`,
      'test/golden/exabgp-errors/wrong.txt',
    )
    return true
  })
})

test('any line is a route or a LineError inside of it', () => {
  const words = fc.constantFrom(
    ...'announce withdraw route attributes nlri next-hop self as-path [ ] ( ) , ; community med 1 1:2 1:2:3'.split(
      ' ',
    ),
    ...'198.18.0.0/24 2001:db8::/32 0.0.0.0/0 origin igp split /30 # toString neighbor attribute 0x01'.split(
      ' ',
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(words).map((list) => list.join(' ')),
        fc.string(),
      ),
      (line) => {
        try {
          parseLine(line)
        } catch (error) {
          assert.ok(error instanceof LineError)
          assert.ok(error.column >= 1 && error.column <= line.length + 1)
        }
      },
    ),
    { numRuns: 3000 },
  )
})

test('without a source, and without routes', async () => {
  const path = fileOf('few.exabgp', '# nothing\n')
  await assert.rejects(loadStream(path), /its routes need a source/)
  await assert.rejects(loadStream(path, { source: INTERNAL }), /no routes in 1 lines/)
})
