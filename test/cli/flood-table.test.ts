import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digits, formatCount, formatTime } from '../../src/cli/flood-figures.ts'
import { screen } from '../../src/cli/flood-screen.ts'
import { floodTable } from '../../src/cli/flood-table.ts'
import { config, performed } from '../flood/flood-double.ts'
import { golden } from '../golden.ts'

const flooded = await performed(
  config({ mode: 'both', repeat: 3, repeatDelay: '0s', table: 5000 }),
  {
    transfer: (n) => (n === 5 ? { outcome: 'short', missingPrefixes: 3 } : undefined),
  },
)

test('the tables at the end', () => {
  golden(`${floodTable(flooded.record)}\n`, 'test/golden/flood/tables.txt')
})

test('resource use of the device has a table of its own', () => {
  const usage = {
    processes: ['bgpd', 'zebra'],
    ended: [],
    userMs: 400,
    systemMs: 100,
    residentBytes: 80e6,
    peakResidentBytes: 95e6,
    ownMs: 50,
    foreignMs: 1,
    elapsedMs: 1000,
    cpus: 2,
  }
  const bursts = flooded.record.bursts.map((burst) => ({ ...burst, usage }))
  const table = floodTable({ ...flooded.record, bursts: bursts.slice(0, 1) })
  assert.match(table, /^conditioning +bgpd, zebra +500 ms +50 % +80 MB +95 MB +50 ms$/m)
})

test('many round trips are not listed one by one, but for those that failed', async () => {
  const { record } = await performed(config({ mode: 'func', burst: 30 }), {
    transfer: (n) => (n === 25 ? { outcome: 'short', missingPrefixes: 1 } : undefined),
  })
  const table = floodTable(record)
  assert.doesNotMatch(table, /^function 3 /m)
  assert.match(table, /^function 24 .* short$/m)
})

test('on a terminal one line changes; elsewhere there are plain lines and no progress', () => {
  const shown = (isTTY: boolean) => {
    const [written, noted] = [[] as string[], [] as string[]]
    const listen = screen(
      { note: (line) => noted.push(line) },
      { isTTY, write: (text: string) => written.push(text) },
      { TERM: 'xterm' },
    )
    for (const event of flooded.events) listen(event)
    return { written, noted }
  }
  const plain = shown(false)
  assert.deepEqual(plain.written, [])
  assert.equal(plain.noted[0], '3 sessions Established in 5 ms')
  assert.match(plain.noted[2] ?? '', /^burst 1 \(cold\): complete in 11 ms, first UPDATE 1 ms, /)
  assert.match(plain.noted.join('\n'), /^burst 2: short, .*3 prefixes missing$/m)
  const live = shown(true)
  assert.deepEqual(live.noted, plain.noted)
  assert.ok(live.written.some((text) => /^\r\u001b\[Kburst .*UPDATEs sent/.test(text)))
  assert.equal(live.written.at(-1), '\r\u001b[K')
})

test('figures have three digits that count', () => {
  assert.deepEqual([0.7312, 25.64, 999.4, 999.6, 12_345, null].map(formatTime), [
    '0.731 ms',
    '25.6 ms',
    '999 ms',
    '1 s',
    '12.3 s',
    '-',
  ])
  assert.deepEqual([0, 812, 9999, 12_345, 999_600, 19_123_456].map(formatCount), [
    ...['0', '812', '9999', '12.3k', '1M', '19.1M'],
  ])
  assert.deepEqual([0.0512, 4.174, 1240.4].map(digits), ['0.0512', '4.17', '1240'])
})
