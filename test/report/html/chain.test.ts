import assert from 'node:assert/strict'
import { test } from 'node:test'
import { iterationsOf } from '../../../src/measure/iteration.ts'
import { type Window, windowsOf } from '../../../src/measure/window.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { slowestChain } from '../../../src/report/html/chain.ts'
import { waitText } from '../../../src/report/html/waits.ts'
import { lab } from '../../faults/lab.ts'
import { started, timersOf } from '../sample-run.ts'

const AT = Date.UTC(2026, 10, 21, 9, 1)
const PREFIX = '198.18.1.0/24'

const heard = (ms: number, node: string, from: string, prefix = PREFIX): Observation => ({
  ...{ type: 'update-received', at: AT + ms, node, from, announced: [], withdrawn: [prefix] },
  ...{ asPath: [], octets: 27 },
})

/** The injection of a power loss of r1, with what was seen. */
const windowWith = (...seen: readonly Observation[]): Window => {
  const fault = { id: 'power', step: 'power', fault: 'node-power-loss', params: {} }
  const instance = 'power'
  const journal: readonly RunEvent[] = [
    started(),
    { type: 'fault-started', at: AT, ...fault, on: ['r1'], adjacent: ['r2', 'r5'] },
    { type: 'fault-injected', at: AT, instance, commandedAt: AT },
    ...seen,
    {
      type: 'settled',
      at: AT + 20_000,
      instance,
      half: 'injection',
      outcome: 'converged',
      differences: [],
    },
  ]
  return windowsOf(iterationsOf(journal))[0] as Window
}

const holdExpired: Observation = {
  ...{ type: 'session-changed', at: AT + 8_000, node: 'r2', peer: '10.0.1.1' },
  ...{ up: false, reason: 'Hold Timer Expired' },
}
const fibGone: Observation = {
  ...{ type: 'fib-changed', at: AT + 8_300, node: 'r3', prefix: PREFIX },
  ...{ nextHops: [], protocol: 'bgp' },
}

test('a chain leads from the FIB over UPDATEs to the session that was lost', () => {
  const other = heard(8_080, 'r2', '10.0.2.2', '198.18.4.0/24')
  const chain = slowestChain(
    windowWith(holdExpired, other, heard(8_100, 'r3', '10.0.2.1'), fibGone),
  )
  assert.deepEqual(
    chain?.links.map(({ type, node }) => `${type} ${node}`),
    ['session-changed r2', 'update-received r3', 'fib-changed r3'],
  )
  assert.equal(chain?.isWhole, true)
  assert.equal(chain?.prefix, PREFIX)
})

test('a chain whose beginning was not seen says so', () => {
  const chain = slowestChain(windowWith(heard(8_100, 'r3', '10.0.2.1')))
  assert.equal(chain?.links.length, 1)
  assert.equal(chain?.isWhole, false)
})

test('no UPDATE, no chain', () => assert.equal(slowestChain(windowWith(holdExpired)), undefined))

test('each wait has its name: hold timer, MRAI, FIB', () => {
  const timers = timersOf(lab.nodes.map(({ name }) => name))
  const slow = { ...timers, r2: { ...timers.r2!, mraiMs: 5_000 } }
  const window = windowWith(holdExpired, heard(8_100, 'r3', '10.0.2.1'), fibGone)
  const [session, update, fib] = slowestChain(window)?.links ?? []
  const text = (effect: typeof fib, cause: typeof fib, ms: number, own = timers) =>
    waitText({ effect: effect!, cause, actor: 'r2', ms, topology: lab, timers: own })
  assert.match(text(session, undefined, 8_000), /hold timer \(9s/)
  assert.match(text(update, session, 100), /its MRAI is 0\), 10 ms of it on the link/)
  assert.match(text(update, session, 4_000, slow), /its MRAI \(up to 5s\)/)
  assert.match(text(update, session, 9_000, slow), /more than one turn of its MRAI/)
  assert.match(text(fib, update, 200), /FIB/)
})
