import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dumpAttributes } from '../../../src/bgp/mrt/bgpdump/attributes.ts'
import { bgpdumpLines } from '../../../src/bgp/mrt/bgpdump/lines.ts'
import { dumpPrefix, dumpPrefixes } from '../../../src/bgp/mrt/bgpdump/nlri.ts'
import { decodeRecord, encodeRecord } from '../../../src/bgp/mrt/codec.ts'
import { mrtJson } from '../../../src/bgp/mrt/json.ts'
import { mrtKinds } from '../../../src/bgp/mrt/kinds/index.ts'
import type { MrtRecord, PeerIndexTable } from '../../../src/bgp/mrt/record.ts'
import { createMrtStream, type MrtProblem } from '../../../src/bgp/mrt/stream.ts'
import { WireError } from '../../../src/lib/errors.ts'
import { readSources } from '../../architecture/source.ts'
import { anyRecord } from './records.ts'

const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

const read = (bytes: Uint8Array, piece = bytes.length || 1) => {
  const records: unknown[] = []
  const problems: MrtProblem[] = []
  const stream = createMrtStream({
    record: (record) => records.push(record),
    problem: (problem) => problems.push(problem),
  })
  for (let at = 0; at < bytes.length; at += piece) stream.push(bytes.subarray(at, at + piece))
  stream.end()
  return { records, problems }
}

/** Every view becomes an array of its own, so that equal octets are equal. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one) =>
      one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one,
    ),
  )

test('a record is read as it was written', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      assert.deepEqual(plain(decodeRecord(encodeRecord(record))), plain(record))
    }),
    { numRuns: 1000 },
  )
})

test('a file of any records comes out whole, in pieces of any size', () => {
  fc.assert(
    fc.property(
      fc.array(anyRecord, { maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (list, piece) => {
        const { records, problems } = read(concat(list.map(encodeRecord)), piece)
        assert.deepEqual(problems, [])
        assert.deepEqual(plain(records), plain(list))
      },
    ),
  )
})

test('any octets give records or problems, and everything can be printed', () => {
  const mutated = fc
    .tuple(
      fc.array(anyRecord, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255))),
    )
    .map(([records, changes]) => {
      const bytes = concat(records.map(encodeRecord))
      for (const [at, octet] of changes) bytes[at % bytes.length] = octet
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      const { records, problems } = read(bytes)
      let peers: PeerIndexTable | undefined
      for (const record of records as MrtRecord[]) {
        if ((record.type as string) === 'unsupported') continue
        if (record.type === 'peer-index-table') peers = record
        bgpdumpLines(record, { options: { unknown: true }, peers, report: () => undefined })
        JSON.stringify(mrtJson(record, peers))
      }
      for (const { error } of problems) {
        assert.ok(error instanceof WireError)
        assert.match(error.section, /^RFC \d+/)
        assert.ok(error.offset <= bytes.length)
      }
    }),
    { numRuns: 2000 },
  )
})

const state = (timeS: number): MrtRecord => ({
  type: 'state-change',
  timeS,
  asWidth: 4,
  interfaceIndex: 0,
  peer: { asn: 64_501, address: Uint8Array.of(192, 0, 2, 1) },
  own: { asn: 64_502, address: Uint8Array.of(192, 0, 2, 2) },
  oldState: 5,
  newState: 6,
})

test('a broken record is reported with its place, and the next one is read', () => {
  const broken = encodeRecord(state(2))
  // The address family.
  broken[23] = 9
  const bytes = concat([encodeRecord(state(1)), broken, encodeRecord(state(3))])
  const { records, problems } = read(bytes)
  assert.deepEqual(
    records.map((record) => (record as MrtRecord).timeS),
    [1, 3],
  )
  assert.equal(problems.length, 1)
  const [{ number, offset, error }] = problems as [MrtProblem]
  assert.deepEqual([number, offset], [2, broken.length])
  assert.deepEqual([error.message, error.offset], ['address family 9', broken.length + 24])
  assert.equal(error.section, 'RFC 6396 4.4')
})

test('a table entry whose record ends in its attributes is printed from what there is, and says so', () => {
  const peer = { asn: 64_501, address: Uint8Array.of(192, 0, 2, 1) }
  const attributes = Uint8Array.of(0x40, 1, 1, 0, 0x40, 3, 4, 192, 0, 2, 9)
  const peers: PeerIndexTable = {
    type: 'peer-index-table',
    timeS: 1,
    collectorId: new Uint8Array(4),
    viewName: '',
    peers: [{ ...peer, asWidth: 4, id: new Uint8Array(4) }],
  }
  const prefix = { length: 8, octets: Uint8Array.of(10) }
  const rib = encodeRecord({
    type: 'rib',
    timeS: 1,
    ...{ family: 'ipv4', multicast: false, addPath: false, sequence: 0, prefix },
    entries: [{ peerIndex: 0, originatedS: 1, attributes }],
  })
  const cut = rib.slice(0, rib.length - attributes.length + 4)
  cut[11] = cut.length - 12
  const problems: string[] = []
  const [line] = bgpdumpLines(decodeRecord(cut) as MrtRecord, {
    ...{ options: {}, peers },
    report: (problem) => problems.push(problem),
  })
  assert.equal(line, 'TABLE_DUMP2|1|B|192.0.2.1|64501|10.0.0.0/8||IGP|255.255.255.255|0|0||NAG||')
  assert.deepEqual(problems, ['7 octets of the attributes are missing'])
})

test('a file that is cut off gives what came before', () => {
  const bytes = concat([encodeRecord(state(1)), encodeRecord(state(2))])
  for (const cut of [1, 5, 20]) {
    const { records, problems } = read(bytes.subarray(0, bytes.length - cut))
    assert.equal(records.length, 1)
    assert.match(problems[0]?.error.message ?? '', /the file ends \d+ octets before the end/)
    assert.equal(problems[0]?.error.offset, bytes.length - cut)
  }
})

test('what is no MRT file ends at its first octets', () => {
  const { records, problems } = read(Buffer.from('root:x:0:0:root:/root:/bin/bash\n'))
  assert.deepEqual(records, [])
  assert.match(problems[0]?.error.message ?? '', /^no MRT file: record type/)
})

test('a length that no recorder writes ends the reading, not the memory', () => {
  const header = Uint8Array.of(0, 0, 0, 1, 0, 13, 0, 2, 0xff, 0xff, 0xff, 0xff)
  const { problems } = read(concat([encodeRecord(state(1)), header]))
  assert.match(problems[0]?.error.message ?? '', /^a record of 4294967295 octets/)
})

test('every kind is listed once, and its codes are its own', () => {
  const names = mrtKinds.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  const codes = mrtKinds.flatMap((kind) => kind.codes.map(String))
  assert.equal(new Set(codes).size, codes.length)
  const files = readSources('src/bgp/mrt/kinds').map(({ path }) => path.replace(/^.*\/|\.ts$/g, ''))
  assert.deepEqual(names.toSorted(), files.filter((file) => file !== 'index').toSorted())
  for (const { summary } of mrtKinds) assert.match(summary, /^\S.+\.$/)
})

test('what is cut off in attributes and prefixes is reported, and the rest is shown', () => {
  const problems: string[] = []
  const options = {
    asWidth: 4 as const,
    addPath: false,
    report: (one: string) => problems.push(one),
  }
  const route = dumpAttributes(Uint8Array.of(0x40, 1, 1, 1, 0x40, 3), options)
  assert.deepEqual([route.origin, route.nextHop], ['EGP', '0.0.0.0'])
  assert.deepEqual(problems.splice(0), ['attribute 3 is cut off'])
  assert.equal(dumpAttributes(Uint8Array.of(0x40, 1, 1), options).origin, 'INCOMPLETE')
  assert.deepEqual(problems.splice(0), ['attribute 1 is cut off'])
  const prefixes = dumpPrefixes(Uint8Array.of(8, 10, 16, 10), 1, options)
  assert.deepEqual(prefixes.map(dumpPrefix), ['10.0.0.0/8'])
  assert.deepEqual(problems, ['a prefix of 16 bits in 1 octets'])
})
