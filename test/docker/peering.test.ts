/** Our speaker and engine with every daemon as its distribution packages it: a full table goes through, all of it. */
import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Dut } from '../../src/dut/dut.ts'
import { duts } from '../../src/dut/index.ts'
import type { SendersWanted } from '../../src/dut/layout.ts'
import { bedOf, setupOf, tableOf, wholeOf } from './bed.ts'
import { engineTest } from './engine.ts'

const PREFIXES = 200_000
const OPTIONS = { timeout: 600_000 }

// Few enough messages a peer for the input queue of FRR, which is slow when that is full.
const IBGP_RANGE: SendersWanted = { count: 25, by: 'range', internal: true }
const EBGP_LIST: SendersWanted = { count: 2, by: 'list', internal: false }

describe('peering', { concurrency: 2 }, () => {
  for (const dut of duts) {
    engineTest(`${dut.name}: ${PREFIXES} prefixes of iBGP peers arrive`, OPTIONS, (context) =>
      floodThrough(context, dut, IBGP_RANGE, PREFIXES),
    )
    engineTest(`${dut.name}: routes of eBGP peers arrive`, OPTIONS, (context) =>
      floodThrough(context, dut, EBGP_LIST, 100),
    )
  }
})

const floodThrough = async (
  context: Parameters<typeof bedOf>[0],
  dut: Dut,
  senders: SendersWanted,
  prefixes: number,
): Promise<void> => {
  const bed = await bedOf(context, { dut, senders })
  const { generator, device } = bed
  await generator.open(setupOf(bed), context.signal)
  const sessions = await generator.establish(context.signal)
  assert.equal(sessions.length, senders.count + 1)
  const stream = tableOf(prefixes)
  const job = { ...wholeOf(stream), watch: dut.processes }
  const { result, usage } = await generator.transfer(job, context.signal)
  assert.equal(result.outcome, 'complete', result.reason)
  assert.deepEqual(
    [result.expectedPrefixes, result.missingPrefixes, result.foreignPrefixes],
    [prefixes, 0, 0],
  )
  // The daemon's own words, after it has told the sink everything.
  assert.equal(await device.ask(dut.ask.prefixes), prefixes)
  assert.equal(await device.ask(dut.ask.established), sessions.length)
  assert.match(await device.ask(dut.ask.version), /^\d+\.\d+/)
  assert.ok(usage.processes.length > 0, 'nobody was watched')
  assert.ok(dut.processes.includes(usage.processes[0] as string))
  assert.ok(usage.peakResidentBytes > 1 << 20)
}
