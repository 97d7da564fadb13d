/** The recorded files, line by line against what bgpdump printed for them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { bgpdumpLines } from '../../../src/bgp/mrt/bgpdump/lines.ts'
import { encodeRecord } from '../../../src/bgp/mrt/codec.ts'
import type { MrtRecord, PeerIndexTable } from '../../../src/bgp/mrt/record.ts'
import { createMrtStream } from '../../../src/bgp/mrt/stream.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'

const FILES = [
  'bview.20020722.2337.gz',
  'updates.20100722.2015.gz',
  'bview.ipv4_unicast_add_path.gz',
  'updates.nlri_mask_trailing_bits.gz',
]

const recorded = (name: string): Buffer =>
  gunzipSync(readFileSync(join(packageRoot(), 'test/recorded/mrt', name)))

/** The records of a file that is given in pieces of that many octets. */
const recordsOf = (bytes: Uint8Array, piece: number): MrtRecord[] => {
  const records: MrtRecord[] = []
  const stream = createMrtStream({
    record: (record) => {
      assert.notEqual(record.type, 'unsupported')
      records.push(record as MrtRecord)
    },
    problem: ({ error }) => assert.fail(error.message),
  })
  for (let at = 0; at < bytes.length; at += piece) stream.push(bytes.subarray(at, at + piece))
  stream.end()
  return records
}

const linesOf = (records: readonly MrtRecord[]): string[] => {
  let peers: PeerIndexTable | undefined
  return records.flatMap((record) => {
    if (record.type === 'peer-index-table') peers = record
    return bgpdumpLines(record, { options: {}, peers, report: () => undefined })
  })
}

for (const name of FILES) {
  test(`${name} is printed as bgpdump prints it`, () => {
    const expected = recorded(`${name}.bgp.gz`).toString().trimEnd().split('\n')
    const lines = linesOf(recordsOf(recorded(name), 1 << 16))
    assert.equal(lines.length, expected.length)
    for (const [i, line] of expected.entries()) assert.equal(lines[i], line)
  })

  test(`${name} is written as it was read`, () => {
    const bytes = recorded(name)
    const written = recordsOf(bytes, 1 << 16).map(encodeRecord)
    assert.ok(Buffer.concat(written).equals(bytes))
  })
}

test('the table has the routes and prefixes that its source says', () => {
  const records = recordsOf(recorded('bview.20020722.2337.gz'), 1 << 20)
  const prefixes = records.map((record) => {
    assert.equal(record.type, 'table-dump')
    const { octets, length } = (record as Extract<MrtRecord, { type: 'table-dump' }>).prefix
    return `${Buffer.from(octets).toString('hex')}/${length}`
  })
  assert.equal(prefixes.length, 115_521)
  assert.equal(new Set(prefixes).size, 112_988)
})

test('the size of the pieces does not matter', () => {
  const bytes = recorded('bview.ipv4_unicast_add_path.gz')
  for (const piece of [1, 7, 12, 13, 1000, bytes.length]) {
    const written = recordsOf(bytes, piece).map(encodeRecord)
    assert.ok(Buffer.concat(written).equals(bytes), `pieces of ${piece}`)
  }
})
