/** Any sequence of events, and any timing on the way between two speakers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Message } from '../../../src/bgp/message.ts'
import { createSessionMachine } from '../../../src/bgp/session/machine.ts'
import type { SessionEvent, SessionOutput } from '../../../src/bgp/session/types.ts'
import { LOST, openOf, sessionOptions, wireErrorOf } from './machine-double.ts'
import { createNetwork } from './network-double.ts'

const MESSAGES: readonly Message[] = [
  openOf(),
  openOf({ routerId: '10.0.0.1' }),
  openOf({ asn: 64500 }),
  openOf({ holdTimeS: 0 }),
  { type: 'keepalive' },
  { type: 'keepalive' },
  { type: 'notification', code: 6, subcode: 2, data: new Uint8Array(0) },
  { type: 'route-refresh', afi: 1, subtype: 0, safi: 1 },
]

type Move =
  | { readonly move: 'start' | 'stop' | 'accept' }
  | { readonly move: 'connected' | 'lost' | 'malformed'; readonly pick: number }
  | { readonly move: 'message'; readonly pick: number; readonly message: number }
  | { readonly move: 'wait'; readonly ms: number }

const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ move: fc.constantFrom('start', 'stop', 'accept', 'accept') }),
  fc.record({ move: fc.constantFrom('connected', 'lost', 'malformed'), pick: fc.nat(4) }),
  fc.record({
    move: fc.constant('message' as const),
    pick: fc.nat(4),
    message: fc.nat(MESSAGES.length - 1),
  }),
  fc.record({ move: fc.constant('wait' as const), ms: fc.nat(300_000) }),
)

const eventOf = (move: Move, pick: (n: number) => number): SessionEvent | undefined => {
  switch (move.move) {
    case 'start':
    case 'stop':
      return { type: move.move }
    case 'connected':
      return { type: 'connected', connection: pick(move.pick) }
    case 'lost':
      return { type: 'disconnected', connection: pick(move.pick), ending: LOST }
    case 'malformed':
      return { type: 'malformed', connection: pick(move.pick), error: wireErrorOf(1, 2) }
    case 'message':
      return {
        type: 'message',
        connection: pick(move.pick),
        message: MESSAGES[move.message] as Message,
      }
    default:
      return undefined
  }
}

test('no sequence of events throws, leaves a timer in Idle, or has two Established connections', () => {
  fc.assert(
    fc.property(
      fc.array(moves, { maxLength: 60 }),
      fc.record({
        connects: fc.boolean(),
        accepts: fc.boolean(),
        restarts: fc.boolean(),
        delayOpenMs: fc.constantFrom(0, 3000),
      }),
      (sequence, { delayOpenMs, ...options }) => {
        const machine = createSessionMachine(
          sessionOptions({ ...options, timers: { delayOpenMs } }),
        )
        const open = new Set<number>()
        const established = new Set<number>()
        let nowMs = 0
        let isStarted = false
        const follow = (outputs: readonly SessionOutput[]) => {
          for (const output of outputs) {
            if (output.type === 'connect') open.add(output.connection)
            if (output.type === 'send') assert.ok(open.has(output.connection), 'sent into the blue')
            if (output.type === 'close') assert.ok(open.delete(output.connection), 'closed twice')
            if (output.type === 'established') established.add(output.connection)
            if (output.type === 'down') established.delete(output.connection)
            assert.ok(established.size <= 1)
          }
          assert.equal(machine.state === 'Established', established.size === 1)
          if (machine.state === 'Idle') {
            assert.equal(open.size, 0)
            const rests = machine.nextDeadlineMs !== Number.POSITIVE_INFINITY
            if (rests) assert.ok(isStarted && options.restarts, 'a timer in Idle')
          }
        }
        for (const move of sequence) {
          if (move.move === 'start') isStarted = true
          if (move.move === 'stop') isStarted = false
          if (move.move === 'wait') {
            nowMs += move.ms
            follow(machine.tick(nowMs))
            assert.ok(machine.nextDeadlineMs > nowMs)
            continue
          }
          if (move.move === 'accept') {
            const connection = machine.newConnection()
            open.add(connection)
            follow(machine.handle({ type: 'accepted', connection }, nowMs))
            continue
          }
          const event = eventOf(move, (n) => [...open, 0, 777][n] ?? 0)
          if (event) follow(machine.handle(event, nowMs))
        }
        isStarted = false
        follow(machine.handle({ type: 'stop' }, nowMs))
        assert.equal(machine.state, 'Idle')
        assert.equal(machine.nextDeadlineMs, Number.POSITIVE_INFINITY)
      },
    ),
    { numRuns: 2000 },
  )
})

test('two speakers that both connect get one session, whatever the delays, and keep it', () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.integer({ min: 1, max: 400 })),
      fc.integer({ min: 0, max: 1500 }),
      fc.boolean(),
      fc.boolean(),
      (delays, headStartMs, sameIdentifier, isOpenDelayed) => {
        const timers = { connectRetryMs: 7000, delayOpenMs: isOpenDelayed ? 500 : 0 }
        const network = createNetwork({
          sides: [
            { local: { holdTimeS: 9, routerId: '10.0.0.1' }, timers },
            {
              local: {
                asn: 64501,
                holdTimeS: 9,
                routerId: sameIdentifier ? '10.0.0.1' : '10.0.0.2',
              },
              timers,
            },
          ],
          startsAtMs: [0, headStartMs],
          delayMs: () => delays.next().value as number,
        })
        network.run(120_000)
        assert.deepEqual(
          network.machines.map(({ state }) => state),
          ['Established', 'Established'],
          network.log.join('\n'),
        )
        assert.ok(network.agree(), 'each side has another connection')
        const before = network.log.filter((line) => line.includes('established')).length
        network.run(600_000)
        assert.equal(network.log.filter((line) => line.includes('established')).length, before)
      },
    ),
    { numRuns: 500 },
  )
})
