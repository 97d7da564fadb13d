import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { encodeRecord } from '../../../src/bgp/mrt/codec.ts'
import type { MrtRecord, Rib } from '../../../src/bgp/mrt/record.ts'
import { addressBytes } from '../../../src/bgp/nlri.ts'
import { loadStream } from '../../../src/flood/files/load-stream.ts'
import { attributeOctets } from '../../../src/flood/files/raw-attributes.ts'
import { InputError } from '../../../src/lib/errors.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { EXTERNAL, fileOf, INTERNAL, pathText, updatesOf } from './load.ts'

const recorded = (name: string): string => join(packageRoot(), 'test/recorded/mrt', name)
const printed = (name: string): string[][] =>
  gunzipSync(readFileSync(recorded(`${name}.bgp.gz`)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.split('|'))

/** The last path of each prefix, as a session would have it. */
const pathsOf = (stream: Parameters<typeof updatesOf>[0]): Map<string, string> => {
  const paths = new Map<string, string>()
  for (const update of updatesOf(stream))
    for (const prefix of update.announced) paths.set(prefix, pathText(update))
  return paths
}

test('the real table: every prefix of its largest peer, with its path behind the own AS', async () => {
  const stream = await loadStream(recorded('bview.20020722.2337.gz'), { source: EXTERNAL })
  const counts = new Map<string, number>()
  const routes = printed('bview.20020722.2337.gz')
  for (const [, , , peer = ''] of routes) counts.set(peer, (counts.get(peer) ?? 0) + 1)
  const [largest, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? []
  assert.deepEqual([stream.announced, stream.withdrawn, stream.problems], [count, 0, []])
  assert.ok(stream.messages < stream.announced / 4, 'equal attributes share messages')
  const paths = pathsOf(stream)
  assert.equal(paths.size, count)
  for (const [, , , peer, , prefix = '', path] of routes)
    if (peer === largest) assert.equal(paths.get(prefix), `64500 ${path}`)
})

test('the real table: all peers', async () => {
  const options = { source: INTERNAL, peer: 'all', pack: false }
  const stream = await loadStream(recorded('bview.20020722.2337.gz'), options)
  assert.deepEqual([stream.announced, stream.messages], [115_521, 115_521])
  assert.equal(pathsOf(stream).size, 112_988)
})

test('recorded updates: order, times, and AS numbers of four octets', async () => {
  const name = 'updates.20100722.2015.gz'
  const options = { source: EXTERNAL, peer: '193.203.0.1', prepend: 'never' } as const
  const stream = await loadStream(recorded(name), options)
  const expected = printed(name).filter((line) => line[3] === '193.203.0.1')
  const found = updatesOf(stream).flatMap((update) => [
    ...update.withdrawn.map((prefix) => ['W', prefix]),
    ...update.announced.map((prefix) => ['A', prefix, pathText(update)]),
  ])
  const wanted = expected.map(([, , kind = '', , , prefix = '', path = '']) =>
    kind === 'W' ? [kind, prefix] : [kind, prefix, path],
  )
  assert.deepEqual(found, wanted)
  const times = stream.times ?? assert.fail('no times')
  assert.equal(times.offsets.length, stream.messages)
  const [first, last] = [expected[0]?.[1], expected.at(-1)?.[1]].map(Number) as [number, number]
  assert.deepEqual([times.atMs[0], times.atMs.at(-1)], [0, (last - first) * 1000])
  const view = new Uint8Array(stream.bytes)
  for (const offset of times.offsets) assert.equal(view[offset + 18], 2)
})

test('path identifiers are left out', async () => {
  const options = { source: INTERNAL, peer: 'all' }
  const stream = await loadStream(recorded('bview.ipv4_unicast_add_path.gz'), options)
  const routes = printed('bview.ipv4_unicast_add_path.gz')
  assert.equal(stream.announced, routes.length)
  assert.equal(pathsOf(stream).size, new Set(routes.map((line) => line[5])).size)
})

const u32 = (value: number) =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
const ORIGIN = { code: 1, flags: 0x40, value: Uint8Array.of(0) }
const path = (...asns: number[]) => ({
  code: 2,
  flags: 0x40,
  value: Uint8Array.of(2, asns.length, ...asns.flatMap((asn) => [...u32(asn)])),
})
const nextHop = { code: 3, flags: 0x40, value: addressBytes('198.18.0.9') }
const UNKNOWN = { code: 99, flags: 0xe0, value: Uint8Array.of(1, 2, 3) }
const localPref = { code: 5, flags: 0x40, value: u32(300) }

const peers: MrtRecord = {
  type: 'peer-index-table',
  timeS: 1,
  collectorId: addressBytes('192.0.2.9'),
  viewName: '',
  peers: [
    { asWidth: 4, id: addressBytes('1.1.1.1'), asn: 70_000, address: addressBytes('198.18.0.1') },
    { asWidth: 4, id: addressBytes('2.2.2.2'), asn: 65_001, address: addressBytes('2001:db8::2') },
  ],
}

const rib = (
  text: string,
  entries: readonly { peerIndex: number; attributes: Uint8Array }[],
): Rib => {
  const [address = '', length] = text.split('/')
  const octets = addressBytes(address).subarray(0, Math.ceil(Number(length) / 8))
  return {
    type: 'rib',
    timeS: 1,
    family: address.includes(':') ? 'ipv6' : 'ipv4',
    multicast: false,
    addPath: false,
    sequence: 0,
    prefix: { length: Number(length), octets },
    entries: entries.map((entry) => ({ ...entry, originatedS: 0 })),
  }
}

const mrtFile = (name: string, records: readonly MrtRecord[]): string =>
  fileOf(name, Buffer.concat(records.map(encodeRecord)))

const plain = attributeOctets([ORIGIN, path(70_000, 7), nextHop, localPref, UNKNOWN])
const ipv6NextHop = {
  code: 14,
  flags: 0x80,
  value: Uint8Array.of(16, ...addressBytes('2001:db8::9')),
}
const ipv6 = attributeOctets([ORIGIN, path(70_000, 7), ipv6NextHop])
const table = [
  peers,
  rib('198.18.1.0/24', [{ peerIndex: 0, attributes: plain }]),
  rib('198.18.2.0/23', [
    { peerIndex: 0, attributes: plain },
    { peerIndex: 1, attributes: plain },
  ]),
  rib('2001:db8:1::/48', [{ peerIndex: 0, attributes: ipv6 }]),
]

test('over eBGP: own AS in front, own next hop, no LOCAL_PREF, unknown attributes kept', async () => {
  const stream = await loadStream(mrtFile('external.mrt', table), { source: EXTERNAL })
  const [first, second] = updatesOf(stream)
  assert.deepEqual(first?.announced, ['198.18.1.0/24', '198.18.2.0/23'])
  assert.equal(pathText(first as never), '64500 70000 7')
  assert.equal(first?.attributes.nextHop, '192.0.2.1')
  assert.equal(first?.attributes.localPref, undefined)
  assert.deepEqual(
    first?.attributes.unknown?.map(({ code, flags, value }) => [code, flags, [...value]]),
    [[99, 0xe0, [1, 2, 3]]],
  )
  assert.deepEqual(second?.announced, ['2001:db8:1::/48'])
  assert.equal(second?.nextHopIpv6?.global, '::ffff:192.0.2.1')
})

test('over iBGP, with what was recorded', async () => {
  const options = { source: INTERNAL, nextHop: 'keep' } as const
  const stream = await loadStream(mrtFile('internal.mrt', table), options)
  const [first, second] = updatesOf(stream)
  assert.equal(pathText(first as never), '70000 7')
  assert.equal(first?.attributes.nextHop, '198.18.0.9')
  assert.equal(first?.attributes.localPref, 300)
  assert.equal(second?.nextHopIpv6?.global, '2001:db8::9')
  assert.equal(second?.attributes.localPref, 100)
})

test('the own AS is prepended where it is needed, always or never', async () => {
  const file = mrtFile('prepend.mrt', table)
  const source = { ...EXTERNAL, asn: 70_000 }
  for (const [prepend, expected] of [
    ['needed', '70000 7'],
    ['always', '70000 70000 7'],
    ['never', '70000 7'],
  ] as const) {
    const [first] = updatesOf(await loadStream(file, { source, prepend, families: ['ipv4'] }))
    assert.equal(pathText(first as never), expected)
  }
})

test('a peer by address, AS and number; the one with most routes without a choice', async () => {
  const file = mrtFile('peers.mrt', table)
  const announced = async (peer?: string) =>
    (await loadStream(file, { source: INTERNAL, ...(peer && { peer }) })).announced
  assert.equal(await announced(), 3)
  for (const peer of ['198.18.0.1', 'AS70000', '70000', '#0'])
    assert.equal(await announced(peer), 3)
  for (const peer of ['2001:db8::2', 'AS65001', '#1']) assert.equal(await announced(peer), 1)
  assert.equal(await announced('all'), 4)
  await assert.rejects(announced('AS9'), (error: InputError) => {
    assert.match(error.message, /no routes of peer AS9$/)
    assert.match(error.hint ?? '', /#0 198\.18\.0\.1 AS70000, 3 routes; #1 2001:db8::2 AS65001/)
    return error instanceof InputError
  })
  await assert.rejects(announced('lon'), /peer lon: not a peer of an MRT file/)
})

test('a file that is cut off: what came before, and a problem', async () => {
  const bytes = Buffer.concat(table.map(encodeRecord))
  const cut = bytes.subarray(0, bytes.length - 3)
  const options = { source: INTERNAL }
  for (const content of [cut, gzipSync(bytes).subarray(0, -9)]) {
    const stream = await loadStream(fileOf('cut.mrt', content), options)
    assert.deepEqual(stream.announced >= 2, true)
    assert.match(stream.problems.join('\n'), /the file ends \d+ octets before|is cut off/)
  }
})

test('synthetic tables: what was written is announced, prefix by prefix', async () => {
  const prefix = fc
    .tuple(fc.nat(0xff_ffff), fc.integer({ min: 8, max: 24 }))
    .map(([bits, length]) => {
      const kept = Math.floor(bits / 2 ** (24 - length)) * 2 ** (24 - length)
      return `${kept >> 16}.${(kept >> 8) & 255}.${kept & 255}.0/${length}`
    })
  const route = fc.tuple(
    prefix,
    fc.array(fc.integer({ min: 1, max: 0xffffffff }), { maxLength: 6 }),
  )
  const tables = fc.uniqueArray(route, { selector: ([text]) => text, minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(tables, fc.boolean(), async (routes, pack) => {
      const ribs = routes.map(([text, asns]) =>
        rib(text, [
          {
            peerIndex: 0,
            attributes: attributeOctets(asns.length ? [ORIGIN, path(...asns)] : [ORIGIN]),
          },
        ]),
      )
      const file = mrtFile('synthetic.mrt', [peers, ...ribs])
      const stream = await loadStream(file, { source: INTERNAL, pack })
      assert.deepEqual(
        pathsOf(stream),
        new Map(
          [...pathsOf(stream).keys()].map((text) => [
            text,
            routes.find(([one]) => one === text)?.[1].join(' '),
          ]),
        ),
      )
      assert.equal(stream.announced, routes.length)
    }),
    { numRuns: 50 },
  )
})
