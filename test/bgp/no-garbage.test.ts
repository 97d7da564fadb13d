import assert from 'node:assert/strict'
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createFlatUpdate, flatOptions, walkUpdate } from '../../src/bgp/flat-update.ts'
import { decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import { createFrameScan, scanFrames } from '../../src/bgp/scan.ts'

const update = encodeMessage({
  type: 'update',
  announced: ['198.18.0.0/24', '2001:2::/48'],
  withdrawn: ['198.19.0.0/16'],
  nextHopIpv6: { global: '2001:2::1' },
  attributes: {
    origin: 'igp',
    asPath: [{ type: 'sequence', asns: [64500, 100_001] }],
    nextHop: '10.0.0.1',
    communities: [1, 2],
  },
})
const MESSAGES = 1000
const stream = new Uint8Array(MESSAGES * update.length)
for (let i = 0; i < MESSAGES; i++) stream.set(update, i * update.length)

/** How often the new generation was collected while `work` ran a thousand times. */
const collections = async (work: () => void): Promise<number> => {
  for (let i = 0; i < 200; i++) work()
  const entries: PerformanceEntry[] = []
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()))
  observer.observe({ entryTypes: ['gc'] })
  for (let i = 0; i < 1000; i++) work()
  await turn()
  await turn()
  entries.push(...observer.takeRecords())
  observer.disconnect()
  return entries.filter((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MINOR).length
}

/** The types of Node 20 lack the detail of an entry. */
const kindOf = (entry: PerformanceEntry): number | undefined =>
  (entry as PerformanceEntry & { detail?: { kind?: number } }).detail?.kind

test('scanner and walker leave nothing to collect in a million messages', async () => {
  const view = new DataView(stream.buffer)
  const scan = createFrameScan()
  const flat = createFlatUpdate()
  const options = flatOptions({})
  const found = await collections(() => {
    scanFrames(view, 0, stream.length, 4096, scan)
    for (let at = 0; at < stream.length; at += update.length)
      walkUpdate(stream, at, at + update.length, options, flat)
  })
  assert.equal(flat.announcedCount, 2)
  // One may be somebody else's.
  assert.ok(found <= 1, `${found} collections`)
})

test('the measure of that sees the objects of the table path', async () => {
  const found = await collections(() => {
    for (let i = 0; i < 100; i++) decodeMessage(update)
  })
  assert.ok(found > 1, `${found} collections`)
})
