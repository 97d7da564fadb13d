/** The whole way: command line, engine, sockets, a device, tables, records, exit status. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FloodEvent } from '../../src/flood/events.ts'
import { modeNames } from '../../src/flood/modes/index.ts'
import type { FloodRecord } from '../../src/flood/record.ts'
import { flood, inFolder, peersOf, QUICK, recordOf } from './flood-cli.ts'
import { startDevice } from './flood-device.ts'

/** An UPDATE for 203.0.113.0/24: ORIGIN, AS_PATH 64504 of four octets, NEXT_HOP, LOCAL_PREF. */
const UPDATE = Buffer.from(
  `${'ff'.repeat(16)}0036020000001b4001010040020602010000fbf84003047f0000034005040000006418cb0071`,
  'hex',
)

for (const mode of modeNames)
  test(`mode ${mode} through a device: everything arrives`, async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'updates.raw')
      if (mode === 'file') writeFileSync(file, updateFile())
      await using device = await startDevice()
      const args = [...peersOf(device.port, 2), '--mode', mode, ...QUICK, '--json']
      const more = mode === 'file' ? ['--file', file] : ['--count', '300', '--window', '20']
      const ended = await flood([...args, ...more])
      assert.equal(ended.status, 0, ended.stderr)
      const record = recordOf(ended)
      assert.deepEqual([record.mode, record.outcome], [mode, 'complete'])
      assert.ok(record.bursts.every(({ missingPrefixes }) => missingPrefixes === 0))
      for (const { firstUpdateMs, completeMs, sendMs } of record.bursts)
        assert.ok(Number(firstUpdateMs) <= Number(completeMs) && sendMs > 0)
      assert.ok(record.statistics.length > 0)
    })
  })

test('the tables have every burst and the spread over the repeats', async () => {
  await using device = await startDevice()
  const { status, stdout, stderr } = await flood([...peersOf(device.port), ...QUICK])
  assert.equal(status, 0, stderr)
  for (const row of [/^conditioning/m, /^burst 1 \(cold\)/m, /^burst 2 .* complete$/m])
    assert.match(stdout, row)
  assert.match(stdout, /^over the repeats +figure +n +mean +min +median/m)
  assert.match(stdout, /^burst, first +complete +2 /m)
  assert.match(stderr, /2 sessions Established in /)
})

test('events: first the start, last the record, and every burst in between', async () => {
  await using device = await startDevice()
  const events: FloodEvent[] = []
  const args = [...peersOf(device.port), ...QUICK, '--events']
  const { status } = await flood(args, { onEvent: (event) => events.push(event) })
  assert.equal(status, 0)
  const types = events.map(({ type }) => type)
  assert.deepEqual([types[0], types.at(-1)], ['flood-started', 'flood-ended'])
  assert.equal(types.filter((type) => type === 'burst-ended').length, 4)
  assert.equal(types.filter((type) => type === 'session-established').length, 2)
  assert.ok(events.every(({ atMs }, i) => i === 0 || atMs >= (events[i - 1]?.atMs ?? 0)))
})

test('a request as JSON on stdin is the same as a command line', async () => {
  await using device = await startDevice()
  const parameters = { mode: 'multi', table: 50, repeat: 1, repeatDelay: '0s' }
  const input = JSON.stringify({ peers: peersOf(device.port), parameters })
  const ended = await flood(['--config', '-', '--json'], { input })
  assert.equal(ended.status, 0, ended.stderr)
  assert.equal(recordOf(ended).parameters.table, 50)
})

test('sessions are restarted between cycles where asked', async () => {
  await using device = await startDevice()
  const ended = await flood([...peersOf(device.port), ...QUICK, '--restart', '--json'])
  assert.equal(ended.status, 0, ended.stderr)
  assert.deepEqual(
    recordOf(ended).bursts.map(({ kind }) => kind),
    ['burst', 'burst', 'burst'],
  )
})

test('a paced burst takes the time that its pace says', async () => {
  await using device = await startDevice()
  const args = ['--mode', 'multi', '--burst', '100', '--rate', '500/s', '--json']
  const ended = await flood([...peersOf(device.port), ...QUICK, ...args])
  assert.equal(ended.status, 0, ended.stderr)
  const [, burst] = recordOf(ended).bursts
  // 100 UPDATEs at 500 a second: the last one leaves 198 ms after the first.
  assert.ok(Number(burst?.sendMs) > 150, `sent in ${burst?.sendMs} ms`)
})

test('records: appended as JSON Lines, and posted', async () => {
  const posted: FloodRecord[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      posted.push(JSON.parse(body) as FloodRecord)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await inFolder(async (folder) => {
    const file = join(folder, 'flood.jsonl')
    await using device = await startDevice()
    const args = [...peersOf(device.port), ...QUICK, '--record', file]
    const first = await flood([...args, '--post', url, '--text', 'a "remark"'])
    const second = await flood(args)
    assert.deepEqual([first.status, second.status], [0, 0], first.stderr)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const records = lines.map((line) => JSON.parse(line) as FloodRecord)
    assert.deepEqual(
      records.map(({ text }) => text),
      ['a "remark"', ''],
    )
    assert.deepEqual(posted, [records[0]])
    assert.notEqual(records[0]?.test, records[1]?.test)
  })
  server.close()
})

test("a kakapo script: its environment, its two logs, nobody's arguments but its own", async () => {
  await inFolder(async (cwd) => {
    await using device = await startDevice()
    const environment = {
      MODE: 'SINGLEONLY',
      REPEAT: '3',
      TABLESIZE: '100',
      MAXBURSTCOUNT: '100',
      GROUPSIZE: '2',
      LOGTEXT: 'double k=v',
    }
    const { status, stderr } = await flood(peersOf(device.port), { cwd, environment })
    assert.equal(status, 0, stderr)
    assert.match(stderr, /from the environment: MODE=SINGLEONLY REPEAT=3 .*TABLESIZE=100/)
    const json = readFileSync(join(cwd, 'kakapo.json'), 'utf8').trimEnd().replace(/,$/, '')
    assert.equal(JSON.parse(`[${json}]`)[1].test_name, 'single_only_peer_burst_test')
    const log = readFileSync(join(cwd, 'kakapo.log'), 'utf8').split('\n')
    assert.match(log[0] ?? '', /^LOGTEXT TEST TIME/)
    assert.match(log[1] ?? '', /^"double k=v" single_only_peer_burst_test "/)
    assert.ok(!existsSync(join(cwd, 'flood.jsonl')))
  })
})

test('a dry run connects to nobody and shows what was understood', async () => {
  const { status, stdout } = await flood([...peersOf(1), '--mode', 'both', '--dry-run'])
  assert.equal(status, 0)
  const { mode, setup, sequence } = JSON.parse(stdout)
  assert.deepEqual([mode, setup.sink.local, sequence.cycle.length], ['both', '127.0.0.2', 7])
})

const updateFile = (): Buffer =>
  Buffer.concat(
    Array.from({ length: 100 }, (_, i) => {
      const update = Buffer.from(UPDATE)
      update[update.length - 1] = i
      return update
    }),
  )
