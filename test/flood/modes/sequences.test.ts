/** kakapo's sequences, as an engine sees them: C, Ca, D, B1, BN, KA in the words of its author. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modeNames } from '../../../src/flood/modes/index.ts'
import { config, performed } from '../flood-double.ts'

const C = 'condition all'
const CA = 'canaries'
const D = 'pause 250'
const B1 = 'burst first'
const BN = 'burst all'
const KA = 'keepalive'
const SETTLE = 'pause 1000'

const FIRST_CYCLE = [CA, D, B1, KA]

const SEQUENCES: Readonly<Record<string, readonly string[]>> = {
  'single-only': [CA, B1, CA, CA, B1, CA],
  single: [C, ...FIRST_CYCLE, ...FIRST_CYCLE, D, CA],
  multi: [C, CA, D, BN, KA, CA, D, BN, KA],
  both: [C, CA, D, B1, CA, D, BN, KA, CA, D, B1, CA, D, BN, KA],
  file: ['file first', KA, D, 'file first'],
  rate: [CA, C, CA, SETTLE, 'rate all'],
  'single-rate': [CA, C, CA, SETTLE, 'rate first'],
  pam: [C, ...FIRST_CYCLE, ...FIRST_CYCLE, 'rate first', 'rate all'],
  func: [CA, C, CA, SETTLE, 'function first', 'function first', 'function first'],
}

const options = (mode: string) => ({
  mode,
  repeat: 2,
  repeatDelay: '250ms',
  ...(mode === 'file' ? { file: 'updates.raw' } : {}),
  ...(mode === 'func' ? { burst: 3 } : {}),
})

test('there is a sequence for every mode', () => {
  assert.deepEqual([...modeNames].sort(), Object.keys(SEQUENCES).sort())
})

for (const [mode, sequence] of Object.entries(SEQUENCES))
  test(`mode ${mode} has the sequence of kakapo`, async () => {
    const { calls, record } = await performed(config(options(mode)))
    assert.deepEqual(calls, ['establish', ...sequence])
    assert.deepEqual([record.outcome, record.exitStatus, record.mode], ['complete', 0, mode])
  })

test('sessions that are restarted find an empty device: nothing is conditioned', async () => {
  const { calls } = await performed(config({ ...options('multi'), restart: true }))
  assert.deepEqual(calls, ['establish', CA, D, BN, KA, 'restart', CA, D, BN, KA])
})

test('where nobody counts there are no canaries; a sink that drains waits for octets', async () => {
  for (const [blind, end] of [
    ['drain', 'count'],
    ['sourcesOnly', 'sent'],
  ] as const) {
    const { calls, engine } = await performed(config({ ...options('multi'), [blind]: true }))
    assert.deepEqual(calls, ['establish', C, D, BN, KA, D, BN, KA])
    assert.ok(engine.jobs.every(({ until, canaries }) => until === end && !canaries))
  }
})
