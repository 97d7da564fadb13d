import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readNlri } from '../../../src/bgp/nlri.ts'
import { type Family, formatPrefix, network, WIDTH } from '../../../src/bgp/prefix.ts'
import { createReader } from '../../../src/bgp/reader.ts'
import { PrefixTable } from '../../../src/bgp/router/prefix-table.ts'
import { WIRE_ERRORS } from '../../../src/bgp/wire-errors.ts'
import { createWriter } from '../../../src/bgp/writer.ts'

const prefixText = fc
  .tuple(fc.constantFrom<Family>('ipv4', 'ipv6'), fc.bigInt(0n, 2n ** 128n - 1n), fc.nat(128))
  .map(([family, bits, length]) => {
    const width = WIDTH[family]
    return formatPrefix(
      network({ family, bits: BigInt.asUintN(width, bits), length: length % (width + 1) }),
    )
  })

test('a prefix keeps its number, and its text and octets come back', () => {
  fc.assert(
    fc.property(fc.array(prefixText, { maxLength: 200 }), (texts) => {
      const table = new PrefixTable()
      const ids = texts.map((text) => table.ofText(text))
      assert.equal(table.size, new Set(texts).size)
      texts.forEach((text, i) => {
        const id = ids[i] as number
        assert.equal(table.ofText(text), id)
        assert.equal(table.text(id), text)
        const writer = createWriter()
        table.write(id, writer)
        const octets = writer.take()
        assert.equal(octets.length, table.wireLength(id))
        const reader = createReader(octets, WIRE_ERRORS.invalidNetwork)
        assert.deepEqual(readNlri(reader, table.family(id), false).prefixes, [text])
        assert.equal(table.intern(octets, 1, table.length(id), table.family(id)), id)
      })
    }),
    { numRuns: 200 },
  )
})

test('the table grows, and bits behind the length do not count', () => {
  const table = new PrefixTable()
  const octets = new Uint8Array(4)
  for (let n = 0; n < 20_000; n++) {
    octets.set([10, n >> 8, n, 255])
    assert.equal(table.intern(octets, 0, 24, 'ipv4'), n)
  }
  assert.equal(table.ofText('10.1.2.0/24'), 258)
  assert.equal(table.size, 20_000)
  assert.ok(table.compare(table.ofText('10.1.2.0/24'), table.ofText('10.1.3.0/24')) < 0)
})
