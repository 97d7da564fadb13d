/** What is written here, read by bgpdump: the same lines as our own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { bgpdumpLines } from '../../../src/bgp/mrt/bgpdump/lines.ts'
import { decodeRecord, encodeRecord } from '../../../src/bgp/mrt/codec.ts'
import type { MrtRecord, PeerIndexTable, RibPeer } from '../../../src/bgp/mrt/record.ts'
import { bgpdump, whyNoBgpdump } from './bgpdump.ts'
import { attributes, updateMessage, type Width } from './routes.ts'

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const u16 = fc.integer({ min: 0, max: 0xffff })
const u32 = fc.integer({ min: 0, max: 0xffffffff })
// bgpdump takes the time for a signed number.
const timeS = fc.integer({ min: 0, max: 0x7fffffff })
const width = fc.constantFrom<Width>(2, 4)
const bits = fc.constantFrom(32 as const, 128 as const)

const endpoint = (asWidth: Width, length: number) =>
  fc.record({ asn: asWidth === 4 ? u32 : u16, address: octets(length) })

const masked = (address: Uint8Array, length: number, whole: boolean): Uint8Array => {
  const bytes = Uint8Array.from(
    address,
    (octet, i) => octet & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i))),
  )
  return whole ? bytes : bytes.subarray(0, Math.ceil(length / 8))
}

const tableDump = fc.tuple(width, bits).chain(([asWidth, size]) =>
  fc.record({
    type: fc.constant('table-dump' as const),
    asWidth: fc.constant(asWidth),
    ...{ timeS, view: u16, sequence: u16, status: fc.constant(1), originatedS: timeS },
    prefix: fc
      .tuple(fc.integer({ min: 0, max: size }), octets(size / 8))
      .map(([length, address]) => ({ length, octets: masked(address, length, true) })),
    peer: endpoint(asWidth, size / 8),
    attributes: attributes({ width: asWidth, pathIds: false, isTable: true }),
  }),
)

const peer: fc.Arbitrary<RibPeer> = fc.tuple(width, bits).chain(([asWidth, size]) =>
  fc.record({
    asWidth: fc.constant(asWidth),
    id: octets(4),
    address: octets(size / 8),
    asn: asWidth === 4 ? u32 : u16,
  }),
)

const rib = (peers: number) =>
  fc.tuple(bits, fc.boolean()).chain(([size, addPath]) =>
    fc.record({
      type: fc.constant('rib' as const),
      timeS,
      family: fc.constant(size === 32 ? ('ipv4' as const) : ('ipv6' as const)),
      multicast: fc.constant(false),
      addPath: fc.constant(addPath),
      sequence: u32,
      prefix: fc
        .tuple(fc.integer({ min: 0, max: size }), octets(size / 8))
        .map(([length, address]) => ({ length, octets: masked(address, length, false) })),
      entries: fc.array(
        fc.record({
          peerIndex: fc.nat(peers - 1),
          originatedS: timeS,
          ...(addPath && { pathId: u32 }),
          attributes: attributes({ width: 4, pathIds: addPath, isTable: true }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  ) as fc.Arbitrary<MrtRecord>

/** A table of peers, and what refers to it. */
const table = fc.array(peer, { minLength: 1, maxLength: 4 }).chain((peers) =>
  fc.tuple(
    fc.record({
      type: fc.constant('peer-index-table' as const),
      ...{ timeS, collectorId: octets(4), viewName: fc.constantFrom('', 'a view') },
      peers: fc.constant(peers),
    }),
    fc.array(rib(peers.length), { maxLength: 4 }),
  ),
)

const exchange = (asWidth: Width, length: number, micro: boolean) => ({
  timeS,
  ...(micro && { microseconds: fc.nat(999_999) }),
  asWidth: fc.constant(asWidth),
  interfaceIndex: fc.integer({ min: 0, max: 0xfffe }),
  peer: endpoint(asWidth, length),
  own: endpoint(asWidth, length),
})

const message = fc
  .tuple(width, bits, fc.boolean(), fc.boolean())
  .chain(([asWidth, size, micro, addPath]) =>
    fc.record({
      type: fc.constant('message' as const),
      ...exchange(asWidth, size / 8, micro),
      local: fc.boolean(),
      addPath: fc.constant(addPath),
      message: updateMessage({ width: asWidth, pathIds: addPath, isTable: false }),
    }),
  )

const stateChange = fc.tuple(width, bits, fc.boolean()).chain(([asWidth, size, micro]) =>
  fc.record({
    type: fc.constant('state-change' as const),
    ...exchange(asWidth, size / 8, micro),
    oldState: fc.integer({ min: 1, max: 6 }),
    newState: fc.integer({ min: 1, max: 6 }),
  }),
)

const linesOf = (records: readonly MrtRecord[]): readonly string[] => {
  let peers: PeerIndexTable | undefined
  return records.flatMap((record) => {
    if (record.type === 'peer-index-table') peers = record
    return bgpdumpLines(record, { options: {}, peers, report: () => undefined })
  })
}

const some = (record: fc.Arbitrary<object>) =>
  fc.array(record as fc.Arbitrary<MrtRecord>, { minLength: 20, maxLength: 60, size: 'max' })

const SORTS: Readonly<Record<string, fc.Arbitrary<readonly MrtRecord[]>>> = {
  TABLE_DUMP: some(tableDump),
  TABLE_DUMP_V2: fc
    .array(table, { minLength: 4, maxLength: 12, size: 'max' })
    .map((tables) => tables.flatMap(([peers, routes]) => [peers, ...routes])),
  'BGP4MP messages': some(message),
  'BGP4MP state changes': some(stateChange),
}

for (const [name, records] of Object.entries(SORTS)) {
  test(`${name}: bgpdump reads what is written as we do`, { skip: whyNoBgpdump }, () => {
    fc.assert(
      fc.property(records, fc.boolean(), (list, isPacked) => {
        const file = Buffer.concat(list.map(encodeRecord))
        const lines = isPacked ? bgpdump(gzipSync(file), 'file.mrt.gz') : bgpdump(file)
        const read = list.map((record) => decodeRecord(encodeRecord(record)) as MrtRecord)
        assert.deepEqual(linesOf(read), lines)
      }),
      { numRuns: 10 },
    )
  })
}
