import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { quietPeriodMs } from '../../src/run/settle.ts'
import { lab } from '../faults/lab.ts'
import { activation, at, cut, endless, playRun } from './run-double.ts'

const ONCE = [activation('cut', { ...at(0), forMs: 100_000 })]

describe('the quiet period', () => {
  test('is a second where nothing spaces UPDATEs', () => assert.equal(quietPeriodMs(lab), 1_000))

  test('is longer than the largest MRAI of the lab', () => {
    const [first, ...others] = lab.nodes
    const slow = { ...first!, timers: { ...first!.timers, mraiMs: 30_000 } }
    assert.equal(quietPeriodMs({ ...lab, nodes: [slow, ...others] }), 37_000)
  })
})

describe('outcomes', () => {
  test('converged: quiet, past the horizon, and as predicted', async () => {
    const { lines } = await playRun(ONCE)
    assert.match(lines('settled')[0] as string, /^11\d\d settled cut injection converged$/)
  })

  test('a silent fault is not converged before its hold timers can fire', async () => {
    const silent = [activation('cut', { ...at(0), forMs: 100_000, silentForMs: 9_000 })]
    const { lines } = await playRun(silent, { script: { reactMs: 9_500 } })
    assert.match(lines('settled')[0] as string, /^105\d\d settled cut injection converged$/)
  })

  test('the horizon ends early when all adjacent nodes have noticed', async () => {
    const silent = [activation('cut', { ...at(0), forMs: 100_000, silentForMs: 9_000 })]
    const { lines } = await playRun(silent, { script: { noticeMs: 100 } })
    assert.match(lines('settled')[0] as string, /^1[12]\d\d settled cut injection converged$/)
  })

  test('whoever has just noticed is given the time to tell the others', async () => {
    const silent = [activation('cut', { ...at(0), forMs: 100_000, silentForMs: 9_000 })]
    const { lines } = await playRun(silent, { script: { noticeMs: 7_050, reactMs: 7_170 } })
    assert.match(lines('settled')[0] as string, /^\d+ settled cut injection converged$/)
  })

  test('after a silent fault that nobody noticed, the horizon counts for the reversion, too', async () => {
    const short = [activation('cut', { ...at(0), forMs: 2_000, silentForMs: 9_000 })]
    const { lines } = await playRun(short, { script: { reactMs: 30_000 } })
    assert.match(lines('settled')[0] as string, /aborted healed before it settled$/)
    assert.match(lines('settled')[1] as string, /^12\d\d\d settled cut reversion converged$/)
  })

  test('nobody settles before what else happened can have shown', async () => {
    const silent = {
      ...at(500),
      on: ['r2--r3'],
      phases: [{ afterMs: 0, effects: cut('r2--r3') }],
      silentForMs: 9_000,
      forMs: 60_000,
    }
    const { lines } = await playRun([activation('silent', silent), ...ONCE], {
      script: { reactMs: 8_000 },
    })
    const settled = lines('settled').slice(0, 2)
    assert.deepEqual(settled.map((line) => line.split(' ').slice(1).join(' ')).sort(), [
      'settled cut injection converged',
      'settled silent injection converged',
    ])
    for (const line of settled) assert.ok(Number(line.split(' ')[0]) >= 10_500, line)
  })

  test('answers that were overtaken by another change do not count', async () => {
    const other = {
      ...at(1_300),
      on: ['r2--r3'],
      phases: [{ afterMs: 0, effects: cut('r2--r3') }],
      forMs: 60_000,
    }
    const { lines } = await playRun([...ONCE, activation('other', other)], {
      script: { routesMs: 300 },
    })
    for (const line of lines('settled').slice(0, 2))
      assert.match(line, /^2[5-9]\d\d settled (cut|other) injection converged$/)
  })

  test('converged-wrong: quiet for long, and other tables than predicted', async () => {
    const { lines, journal, result } = await playRun(ONCE, { script: { reactMs: 'never' } })
    assert.match(lines('settled')[0] as string, /^\d+ settled cut injection converged-wrong$/)
    const settled = journal.entries.find(({ type }) => type === 'settled')
    assert.ok(settled?.type === 'settled')
    assert.deepEqual(settled.differences[0], 'r1: expected "r1--r2", got ""')
    assert.equal(result.verdict, 'failed')
    assert.match(result.reasons[0] as string, /converged-wrong; r1: expected/)
  })

  test('converged-wrong is no failure where an assertion asks for it', async () => {
    const asks = (text: string) =>
      playRun(ONCE, { script: { reactMs: 'never' }, assertions: [{ text, place: 'x' }] })
    const { result } = await asks('outcome(cut) == converged-wrong')
    assert.equal(result.verdict, 'passed')
    for (const other of [
      '(cut) == oscillating',
      '(cut) != converged',
      '(other) == converged-wrong',
    ])
      assert.equal((await asks(`outcome${other}`)).result.verdict, 'failed')
  })

  describe('where routers damp', () => {
    const damping = { halfLifeMs: 60_000, reuse: 1500, suppress: 2000, maxSuppressMs: 120_000 }
    const longCut = [activation('cut', { ...at(0), forMs: 400_000 })]
    const limits = { faultTtlMs: 1_000_000 }

    test('a prefix that is late is waited for, and no longer than it can be suppressed', async () => {
      const script = { damping, reactMs: 100_000 }
      const { lines } = await playRun(longCut, { script, limits })
      assert.match(lines('settled')[0] as string, /^10[12]\d\d\d settled cut injection converged$/)
    })

    test('then other tables than predicted are wrong', async () => {
      const script = { damping, reactMs: 'never' } as const
      const { lines } = await playRun(longCut, { script, limits })
      assert.match(lines('settled')[0] as string, /^14\d\d\d\d settled cut .* converged-wrong$/)
    })

    test('right tables settle as soon as elsewhere', async () => {
      const { lines } = await playRun(ONCE, { script: { damping } })
      assert.match(lines('settled')[0] as string, /^11\d\d settled cut injection converged$/)
    })
  })

  test('converged-wrong: the tables are right, but a session that should be up is not', async () => {
    const { journal } = await playRun(ONCE, { script: { lostPeer: '10.0.3.2' } })
    const settled = journal.entries.find(({ type }) => type === 'settled')
    assert.ok(settled?.type === 'settled')
    assert.equal(settled.outcome, 'converged-wrong')
    assert.deepEqual(settled.differences, ['r3: the session with r4 (10.0.3.2) is Active'])
  })

  test('a router that does not answer in time is asked again, and is not called wrong', async () => {
    const slow = await playRun(ONCE, { script: { unanswered: 100 } })
    assert.match(slow.lines('settled')[0] as string, / injection converged$/)
    const { lines, journal } = await playRun(ONCE, {
      script: { unanswered: Number.POSITIVE_INFINITY },
      options: { settleTimeoutMs: 20_000 },
    })
    assert.match(lines('settled')[0] as string, / injection timeout$/)
    const settled = journal.entries.find(({ type }) => type === 'settled')
    assert.ok(settled?.type === 'settled')
    assert.equal(settled.differences[0], 'r1 cannot be asked: too slow')
  })

  test('a session that the fault itself keeps down is not missed', async () => {
    const { lines } = await playRun(ONCE, { script: { lostPeer: '10.0.1.2' } })
    assert.match(lines('settled')[0] as string, / injection converged$/)
    assert.match(lines('settled')[1] as string, / reversion converged-wrong$/)
  })

  test('a network that another fault takes to and fro does not oscillate', async () => {
    const phases = Array.from({ length: 24 }, (_, half) => ({
      afterMs: half * 700,
      effects: half % 2 === 0 ? cut('r2--r3') : [],
    }))
    const flap = activation('flap', { ...at(0), phases })
    const { lines } = await playRun([...ONCE, flap], { script: { reactMs: 50 } })
    assert.match(lines('settled')[0] as string, / settled (cut|flap) injection converged$/)
    assert.deepEqual(
      lines('settled').filter((line) => line.includes('oscillating')),
      [],
    )
  })

  test('oscillating: the same tables come back again and again', async () => {
    const { lines, result } = await playRun(ONCE, { script: { oscillateEveryMs: 333 } })
    assert.match(lines('settled')[0] as string, /^\d+ settled cut injection oscillating$/)
    assert.equal(result.verdict, 'failed')
  })

  test('timeout: updates without end and without any change', async () => {
    const { lines, result } = await playRun(ONCE, {
      script: { churnEveryMs: 400 },
      options: { settleTimeoutMs: 20_000 },
    })
    assert.match(lines('settled')[0] as string, /^21\d\d\d settled cut injection timeout$/)
    assert.equal(result.verdict, 'invalid')
  })

  test('aborted: the heal comes first', async () => {
    const { lines, result } = await playRun([activation('cut', { forMs: 500 })])
    assert.equal(lines('settled')[0], '502 settled cut injection aborted healed before it settled')
    assert.equal(result.verdict, 'passed')
  })
})

test('a step that waits for a convergence that does not come is skipped', async () => {
  const next = activation('next', {
    start: { type: 'after', activations: ['cut'], event: 'converged', delayMs: 0 },
  })
  const { lines } = await playRun([endless('cut'), next], { script: { reactMs: 'never' } })
  assert.match(lines('step-skipped')[0] as string, /next: cut never converged$/)
})
