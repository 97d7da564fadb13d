import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LoadReader } from '../../../src/backends/sim/load-reader.ts'
import { decodeMessage, encodeMessage } from '../../../src/bgp/message.ts'
import { routeUpdateOf } from '../../../src/bgp/router/decode.ts'
import type { RouteUpdate } from '../../../src/bgp/router/events.ts'
import { PrefixTable } from '../../../src/bgp/router/prefix-table.ts'
import type { Update, UpdateToSend } from '../../../src/bgp/update.ts'

const prefix = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 16, max: 32 }))
  .map(([third, length]) => (length < 24 ? `100.64.0.0/${length}` : `100.64.${third}.0/${length}`))
const prefixes = fc.uniqueArray(prefix, { maxLength: 5 })

const update = fc.record({
  withdrawn: prefixes,
  announced: prefixes,
  asns: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
})

const message = (parts: { withdrawn: string[]; announced: string[]; asns: number[] }) => {
  const { withdrawn, announced, asns } = parts
  const attributes: UpdateToSend['attributes'] =
    announced.length === 0
      ? {}
      : { origin: 'igp', asPath: [{ type: 'sequence', asns }], nextHop: '192.0.2.1' }
  return encodeMessage({ type: 'update', withdrawn, announced, attributes }, { asWidth: 4 })
}

const plain = ({ withdrawn, announced, set }: RouteUpdate) => ({
  ...{ withdrawn, announced },
  set: set?.key,
})

test('reads what the codec reads, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(update, { maxLength: 8 }), (updates) => {
      const table = new PrefixTable()
      const reader = new LoadReader(table, 'ipv4')
      for (const parts of updates) {
        const bytes = message(parts)
        const decoded = decodeMessage(bytes, { asWidth: 4 }) as Update
        assert.deepEqual(
          plain(reader.read(bytes, { asWidth: 4 })),
          plain(routeUpdateOf(decoded, 'ipv4', table)),
        )
      }
    }),
  )
})
