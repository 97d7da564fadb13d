import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { markdownTable, resultTable, summaryLine } from '../../../bench/backends/show.ts'
import { sideBySide } from '../../../bench/backends/side-by-side.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { ended, fault, healed, injected, settled, started, update } from '../../measure/journal.ts'

const journal = (outcome: 'converged' | 'timeout' = 'converged'): RunEvent[] => [
  started(0),
  fault(1_000, 'cut', ['a--b'], ['a', 'b']),
  ...injected(1_000, 1_000, 'cut'),
  update(1_250, 'c', ['198.18.0.0/24']),
  settled(3_000, 'cut', 'injection', outcome),
  ...healed(5_000, 5_000, 'cut'),
  settled(6_000, 'cut', 'reversion'),
  ended(6_000),
]

describe('two backends side by side', () => {
  it('have a row for each half, with each figure once where it is the same', () => {
    const result = sideBySide('plan', { journal: journal() }, { journal: journal() })
    assert.deepEqual(
      result.rows.map(({ half, differences }) => [half, differences]),
      [
        ['injection', []],
        ['reversion', []],
      ],
    )
    assert.match(
      resultTable([result]),
      /plan +cut: test a--b +injection +converged +- +250 ms .* same/,
    )
    assert.equal(summaryLine([result]), '1 plans, 2 halves, 2 of them on both, 2 in the same order')
  })

  it('have both outcomes where they differ', () => {
    const result = sideBySide('plan', { journal: journal() }, { journal: journal('timeout') })
    assert.match(resultTable([result]), /converged \| timeout/)
    assert.match(markdownTable([result]), /converged \/ timeout/)
    assert.equal(result.rows[0]?.differences?.length, 1)
  })

  it('are not compared where one has nothing to tell, and say why', () => {
    const result = sideBySide('plan', { journal: journal() }, { why: 'no sch_netem' })
    assert.equal(result.rows[0]?.differences, undefined)
    assert.match(resultTable([result]), /no sch_netem/)
    assert.match(markdownTable([result]), /no sch_netem/)
  })
})
