import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { simulateCompact } from '../../src/events/compact/simulate.ts'
import { simulateExact } from '../../src/events/exact/simulate.ts'
import type { EventGraph } from '../../src/events/graph.ts'
import { graphOf } from '../../src/events/graph.ts'
import { chainGraph, cliqueGraph, ringGraph } from '../../src/events/shapes.ts'
import type { Sent, Simulation } from '../../src/events/simulation.ts'
import type { Timing } from '../../src/events/timing.ts'

const run = (graph: EventGraph, timing: Timing, seed = 1) => {
  const sent: Sent[] = []
  const simulation = simulateCompact({ graph, timing, seed, onSent: (one) => sent.push(one) })
  return { simulation, sent }
}

const announce = (simulation: Simulation, node = 0) =>
  simulation.perform([{ type: 'announce', node }])

describe('time', () => {
  test('delay of each link, and of each router one message after the other', () => {
    assert.equal(announce(run(chainGraph(5), { delayMs: 10 }).simulation).convergenceMs, 40)
    const slow = { delayMs: 10, processingMs: 7 }
    assert.equal(announce(run(chainGraph(5), slow).simulation).convergenceMs, 4 * 17)
    // The last of four hears its three neighbours at once, and needs the time three times.
    const { quietMs } = announce(run(cliqueGraph(4), slow).simulation)
    assert.equal(quietMs, 10 + 7 + 10 + 2 * 7)
  })

  test('no message of a session overtakes another one', () => {
    const { simulation, sent } = run(cliqueGraph(6), { delayMs: 1, jitterMs: 50 })
    announce(simulation)
    simulation.perform([{ type: 'withdraw', node: 0 }])
    assert.ok(sent.length > 100)
    for (let node = 0; node < 6; node++)
      assert.equal(simulation.speakers.best(node), 0, 'the last word of each was heard last')
  })

  test('the same seed gives the same run, another one another', () => {
    const timing = { delayMs: [1, 50], jitterMs: 5, processingMs: [0, 2] } as const
    const follow = (seed: number) => {
      const { simulation, sent } = run(cliqueGraph(6), timing, seed)
      announce(simulation)
      simulation.perform([{ type: 'withdraw', node: 0 }])
      return sent
    }
    assert.deepEqual(follow(7), follow(7))
    assert.notDeepEqual(follow(7), follow(8))
  })

  test('an MRAI holds announcements back, withdrawals only where it is told to', () => {
    const mrai = { ms: 1000, per: 'peer' } as const
    const flap = (timing: Timing) => {
      const { simulation, sent } = run(chainGraph(2), timing)
      announce(simulation)
      simulation.perform([{ type: 'withdraw', node: 0 }])
      announce(simulation)
      return sent.map(({ atMs, message }) => [atMs, message === 0 ? 'withdrawn' : 'announced'])
    }
    assert.deepEqual(flap({ delayMs: 10, mrai }), [
      [0, 'announced'],
      [10, 'withdrawn'],
      [1000, 'announced'],
    ])
    // Taken back before the withdrawal went out: there is nothing to say.
    const waiting = { delayMs: 10, mrai: { ...mrai, withdrawals: true } }
    const { simulation, sent } = run(chainGraph(2), waiting)
    announce(simulation)
    simulation.perform([{ type: 'withdraw', node: 0 }], { ms: 500 })
    announce(simulation)
    assert.equal(sent.length, 1)
  })
})

describe('sessions', () => {
  test('what is under way is lost with the session; it starts with what is best then', () => {
    const { simulation, sent } = run(chainGraph(2), { delayMs: 100 })
    simulation.perform([{ type: 'announce', node: 0 }], { ms: 50 })
    simulation.perform([{ type: 'link-down', ends: [1, 0] }])
    assert.equal(simulation.speakers.best(1), 0)
    simulation.perform([{ type: 'link-up', ends: [0, 1] }])
    assert.deepEqual(simulation.speakers.asPath(1), [1])
    assert.equal(sent.length, 2)
  })

  test('the long way round a ring: what is lost meanwhile is counted for each router', () => {
    const { simulation } = run(ringGraph(6), { delayMs: 10 })
    announce(simulation)
    const { outcome, blackholeMs, loopMs } = simulation.perform([
      { type: 'link-down', ends: [0, 1] },
    ])
    assert.equal(outcome, 'converged')
    assert.deepEqual(simulation.speakers.asPath(1), [3, 4, 5, 6, 1])
    assert.equal(loopMs.reduce((a, b) => a + b) + blackholeMs.reduce((a, b) => a + b) > 0, true)
    assert.equal(blackholeMs[5], 0, 'its way was never touched')
  })

  test('changes that change nothing are none', () => {
    const { simulation, sent } = run(chainGraph(2), { delayMs: 10 })
    announce(simulation)
    announce(simulation)
    simulation.perform([{ type: 'link-up', ends: [0, 1] }])
    simulation.perform([{ type: 'withdraw', node: 1 }])
    assert.equal(sent.length, 1)
  })
})

describe('the end', () => {
  test('a limit of messages or time says so', () => {
    const { simulation } = run(cliqueGraph(5), { delayMs: 10 })
    assert.equal(simulation.perform([{ type: 'announce', node: 0 }], { ms: 5 }).outcome, 'limit')
    assert.equal(simulation.nowMs, 5)
    assert.equal(simulation.perform([], { messages: 2 }).outcome, 'limit')
    assert.equal(simulation.perform([]).outcome, 'converged')
  })

  test('a stable network is not taken for an oscillating one, however long it explores', () => {
    const { messages, outcome } = watched(cliqueGraph(8))
    assert.equal(outcome, 'converged')
    assert.ok(messages > 1000)
  })
})

const watched = (graph: EventGraph) => {
  const routers = Array.from({ length: graph.nodes }, (_, i) => ({ name: `r${i}`, asn: i + 1 }))
  const sessions = Array.from(graph.source, (from, edge) => [from, graph.target[edge] as number])
    .filter(([a, b]) => (a as number) < (b as number))
    .map(([a, b]) => ({ ends: [`r${a}`, `r${b}`] as const }))
  const network = { routers, sessions }
  const simulation = simulateExact({ network, timing: { delayMs: 10 }, seed: 1, watch: true })
  announce(simulation)
  return simulation.perform([{ type: 'withdraw', node: 0 }])
}

test('a graph of two routers without a session converges at once', () => {
  const { messages, outcome } = announce(run(graphOf(2, []), { delayMs: 10 }).simulation)
  assert.deepEqual([messages, outcome], [0, 'converged'])
})
