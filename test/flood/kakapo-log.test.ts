/** Scripts that read kakapo's files read ours: same fields in the same order, same forms of numbers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KAKAPO_LOG_HEADER, kakapoLines } from '../../src/flood/kakapo-log.ts'
import { config, performed } from './flood-double.ts'
import type { Script } from './recording-engine.ts'

const linesOf = async (values: Readonly<Record<string, unknown>>, script: Script = {}) => {
  const flood = config({ repeat: 4, repeatDelay: '0s', text: 'bird mem=2', ...values })
  const { record } = await performed(flood, script)
  const { json, log } = kakapoLines(record, flood)
  return { json: jsonOf(json), log: log.trimEnd().split('\n'), text: json }
}

/** As kakapo's own page has it: brackets around, the last comma away. */
const jsonOf = (text: string) => JSON.parse(`[${text.trimEnd().replace(/,$/, '')}]`)

const SUMMARY_KEYS = [
  ...['type', 'unixtime', 'elapsed_time', 'LOGTEXT', 'test_name', 'time', 'sender_count'],
  ...['conditioning_duration', 'mean', 'max', 'min', 'sd', 'TABLESIZE', 'GROUPSIZE'],
  ...['MAXBURSTCOUNT', 'REPEAT', 'RATEWINDOW', 'RATECOUNT', 'RATETIMELIMIT', 'single_rate'],
  ...['multi_rate', 'BRANCH', 'VERSION', 'HOSTNAME', 'UUID', 'exit_status'],
]

test('a start and a summary, one object a line with a comma behind it', async () => {
  const { json, text } = await linesOf({ mode: 'single' })
  assert.deepEqual(
    json.map(({ type }: { type: string }) => type),
    ['start', 'summary'],
  )
  assert.ok(
    text
      .split('\n')
      .slice(0, -1)
      .every((line) => line.endsWith('},')),
  )
  const summary = json[1]
  assert.deepEqual(Object.keys(summary), SUMMARY_KEYS)
  assert.match(summary.time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
  const { test_name, sender_count, LOGTEXT, exit_status, RATECOUNT } = summary
  assert.deepEqual(
    [test_name, sender_count, LOGTEXT, exit_status, RATECOUNT],
    ['single_peer_burst_test', 2, 'bird mem=2', 'NOT SET', -1],
  )
})

test('seconds, without the first cycle, with the deviation of the population', async () => {
  const { json } = await linesOf({ mode: 'multi' })
  const { mean, max, min, sd, conditioning_duration } = json[1]
  // 9 ms and the number of the transfer: 10 for conditioning; 11, then 12, 13, 14.
  assert.deepEqual([mean, max, min, conditioning_duration], [0.013, 0.014, 0.012, 0.01])
  assert.ok(Math.abs(sd - Math.sqrt(2 / 3) / 1000) < 1e-9)
})

test('a line of words for each summary, under the header', async () => {
  const { log } = await linesOf({ mode: 'both' })
  assert.equal(log.length, 2)
  const names = KAKAPO_LOG_HEADER.trim().split(' ')
  // The first three words are LOGTEXT (quoted), the name of the test and the time (quoted).
  const rest = /^"bird mem=2" (single|multi)_peer_burst_test "[^"]+" (.+)$/.exec(log[0] ?? '')?.[2]
  assert.equal(rest?.split(' ').length, names.length - 3)
  assert.match(rest ?? '', /^2 0\.010000 0\.\d{6} /)
})

test('rate tests have their rates, and kakapo has no other figure for them', async () => {
  const { json } = await linesOf({ mode: 'pam', count: 5000 })
  const { test_name, single_rate, multi_rate, mean } = json.at(-1)
  assert.equal(test_name, 'PAM')
  assert.ok(single_rate > 0 && multi_rate > 0 && mean > 0)
  assert.deepEqual((await linesOf({ mode: 'single-rate' })).json.at(-1).multi_rate, 0)
})

test('how it ended', async () => {
  const lost: Script = { transfer: (n) => (n === 2 ? { outcome: 'session-lost' } : undefined) }
  assert.equal((await linesOf({ mode: 'multi' }, lost)).json.at(-1).exit_status, 'ENDOFSTREAM')
})
