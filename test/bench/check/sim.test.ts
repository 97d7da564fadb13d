import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCase } from '../../../bench/check/case.ts'
import { drawCase } from '../../../bench/check/draw.ts'
import { differencesOf } from '../../../bench/check/report.ts'
import { simGround } from '../../../bench/check/sim-ground.ts'

test('drawn networks on the simulator are as the solver predicts', async ({ signal }) => {
  for (let seed = 500; seed < 512; seed++) {
    const drawn = drawCase({ seed, kinds: ['frr', 'quagga', 'lemur'] })
    const result = await runCase([simGround], drawn, signal)
    assert.deepEqual(differencesOf(result), [], `seed ${seed}\n${drawn.text}`)
    assert.deepEqual(
      result.runs[0]?.phases.map(({ name }) => name),
      ['before', 'cut', 'healed'],
    )
  }
})
