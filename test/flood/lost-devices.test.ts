/** Devices that die, stop, refuse or speak nonsense: a verdict, with the results so far. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackendError, TimeoutError } from '../../src/lib/errors.ts'
import { burst, type Device, forward, NEVER, openFlood, startDevice, table } from './device.ts'

/** Does something to the device when so many updates have passed. */
const after = (count: number, act: (device: Device) => void) => {
  let passed = 0
  return (updates: readonly Uint8Array[], device: Device) => {
    passed += updates.length
    if (passed >= count && passed - updates.length < count) setImmediate(() => act(device))
    return updates
  }
}

const large = { stream: table({ tableSize: 100_000 }), updates: 100_000 }

test('a device that closes in the middle: session-lost, and what came is kept', async () => {
  for (const end of ['destroy', 'resetAndDestroy'] as const) {
    await using device = await startDevice(
      after(5000, ({ sockets }) => {
        for (const socket of sockets) socket[end]()
      }),
    )
    await using engine = await openFlood(device.port)
    const result = await engine.transfer(burst(large), NEVER)
    assert.equal(result.outcome, 'session-lost')
    assert.match(result.reason ?? '', /closed|reset/)
    assert.ok(result.prefixesReceived > 0 && result.missingPrefixes > 0)
    assert.ok(result.completedAtMs === undefined)
  }
})

test('one source that is lost does not end the others', async () => {
  await using device = await startDevice(
    after(2000, ({ sockets, sink }) => {
      const source = [...sockets].find((socket) => socket !== sink)
      source?.destroy()
    }),
  )
  await using engine = await openFlood(device.port, 2)
  const result = await engine.transfer(burst({ ...large, until: 'canaries' }), NEVER)
  assert.equal(result.outcome, 'session-lost')
  assert.match(result.reason ?? '', /^source \d: /)
  assert.equal(result.tail.filter(({ seenAtMs }) => seenAtMs !== undefined).length, 1)
})

test('a source that is lost after it has sent everything', async () => {
  let held = 0
  // All is with the device, which has passed nothing on when it gives the session up.
  await using device = await startDevice((updates, { sockets, sink }) => {
    held += updates.length
    if (held === 104)
      setTimeout(() => {
        for (const socket of sockets) if (socket !== sink) socket.destroy()
      }, 300)
    return []
  })
  await using engine = await openFlood(device.port)
  const result = await engine.transfer(burst({ updates: 102, until: 'canaries' }), NEVER)
  assert.equal(result.outcome, 'session-lost')
  assert.match(result.reason ?? '', /closed|reset/)
})

test('a device that falls silent: timeout, with what is missing', async () => {
  await using device = await startDevice(
    after(1000, ({ sockets }) => {
      for (const socket of sockets) socket.pause()
    }),
  )
  await using engine = await openFlood(device.port)
  const result = await engine.transfer(burst({ ...large, idleTimeoutMs: 500 }), NEVER)
  assert.equal(result.outcome, 'timeout')
  assert.ok(result.missingPrefixes > 0 && result.missingPrefixes < 100_000)
})

test('garbage from the device names the place and the RFC', async () => {
  await using device = await startDevice((updates, { sink }) => {
    sink?.write(new Uint8Array(64).fill(0x42))
    return updates.slice(0, 10)
  })
  await using engine = await openFlood(device.port)
  const result = await engine.transfer(burst(large), NEVER)
  assert.equal(result.outcome, 'session-lost')
  assert.match(result.reason ?? '', /not BGP.*octet 0.*RFC 4271/)
})

test('an UPDATE whose lengths do not fit ends the session, too', async () => {
  await using device = await startDevice((updates) => {
    const broken = (updates[0] as Uint8Array).slice()
    broken[22] = 0xff
    return [broken]
  })
  await using engine = await openFlood(device.port)
  const result = await engine.transfer(burst(large), NEVER)
  assert.equal(result.outcome, 'session-lost')
  assert.match(result.reason ?? '', /RFC 4271/)
})

test('an interrupted transfer has a result', async () => {
  await using device = await startDevice(forward)
  await using engine = await openFlood(device.port)
  const controller = new AbortController()
  const pace = { type: 'rate', stages: [{ fromPerS: 100, toPerS: 100 }] } as const
  const { updates: _, ...job } = burst({ pace, progressEveryMs: 10 })
  const result = await engine.transfer(job, controller.signal, ({ updatesReceived }) => {
    if (updatesReceived > 5) controller.abort()
  })
  assert.equal(result.outcome, 'interrupted')
  assert.ok(result.updatesReceived > 5)
})

test('a time limit ends the sending, and what was sent is awaited', async () => {
  await using device = await startDevice(forward)
  await using engine = await openFlood(device.port)
  const pace = { type: 'rate', stages: [{ fromPerS: 1000, toPerS: 1000 }] } as const
  const { updates: _, ...job } = burst({ pace, timeLimitMs: 300 })
  const result = await engine.transfer(job, NEVER)
  assert.equal(result.outcome, 'time-limit')
  assert.equal(result.missingPrefixes, 0)
  assert.ok(result.expectedPrefixes > 0 && result.expectedPrefixes <= 1000)
})

test('sessions can be made again, and the next transfer is complete', async () => {
  await using device = await startDevice(forward)
  await using engine = await openFlood(device.port, 2)
  assert.equal((await engine.transfer(burst(), NEVER)).outcome, 'complete')
  assert.equal((await engine.restart(NEVER)).length, 3)
  assert.equal((await engine.transfer(burst(), NEVER)).outcome, 'complete')
})

test('nobody there: an error that says who refused', async () => {
  const device = await startDevice(forward)
  await device[Symbol.asyncDispose]()
  await assert.rejects(openFlood(device.port, 2, { connectRetries: 0 }), (error) => {
    assert.ok(error instanceof BackendError)
    assert.match([error.message, ...error.output].join('\n'), /refused/)
    return true
  })
  await assert.rejects(
    openFlood(device.port, 1, { establishTimeoutMs: 300, connectRetries: 100 }),
    (error) =>
      error instanceof TimeoutError && error.seen.some((line) => /no BGP session/.test(line)),
  )
})
