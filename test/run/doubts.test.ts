/** What is said, and what it does to the verdict, when the host was too busy for the figures. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Contention } from '../../src/model/plan.ts'
import { activation, playRun } from './run-double.ts'
import type { Script } from './scripted-testbed.ts'

const STARVED = { foreignMs: 1900, idleMs: 0, pressureMs: 1000, waitedMs: 3000 }
const REASON = /^the injection of cut was not measured in peace: the host's CPU was taken by others/

const play = (script: Script, contention?: Contention) =>
  playRun([activation('cut')], {
    // Long enough to settle that seconds of samples are in it.
    script: { reactMs: 4_000, ...script },
    options: { ...(contention && { contention }) },
  })

describe('a starved host', () => {
  test('makes the run invalid, with the reason', async () => {
    const { result } = await play({ host: STARVED }, 'invalid')
    assert.equal(result.verdict, 'invalid')
    assert.match(result.reasons[0] as string, REASON)
  })

  test('is only told of where that is enough, or where nobody decided', async () => {
    for (const contention of ['warn', undefined] as const) {
      const { result, journal } = await play({ host: STARVED }, contention)
      assert.equal(result.verdict, 'passed')
      const doubts = journal.entries.flatMap((entry) =>
        entry.type === 'doubted' ? [entry.reason] : [],
      )
      assert.match(doubts[0] as string, REASON)
    }
  })

  test('is not looked at where nobody wants to know', async () => {
    const { result, journal } = await play({ host: STARVED }, 'ignore')
    assert.equal(result.verdict, 'passed')
    assert.ok(!journal.entries.some(({ type }) => type === 'doubted'))
  })

  test('and one with nothing else to do is believed', async () => {
    assert.equal((await play({ host: {} }, 'invalid')).result.verdict, 'passed')
    assert.equal((await play({}, 'invalid')).result.verdict, 'passed')
  })
})

describe('a late fault', () => {
  test('is one that was commanded more than a second after it was due', async () => {
    const late = await play({ commandAfterMs: 1_500 }, 'invalid')
    assert.equal(late.result.verdict, 'invalid')
    assert.deepEqual(late.result.reasons, ['cut was injected 1500 ms late'])
    assert.equal((await play({ commandAfterMs: 900 }, 'invalid')).result.verdict, 'passed')
  })

  test('is not one that waited for another change', async () => {
    const { result, lines } = await playRun(
      [activation('cut'), activation('other', { on: ['r2--r3'] })],
      { script: { applyMs: 3_000 }, options: { contention: 'invalid' } },
    )
    assert.equal(result.verdict, 'passed')
    assert.equal(lines('fault-injected').length, 2)
  })
})
