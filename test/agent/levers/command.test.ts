import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { carryOut } from '../../../src/agent/levers/command.ts'
import { host } from '../../../src/agent/nodes.ts'

// The levers open a shell of the host as soon as they are loaded.
after(() => host.close())

/** Answers one after the other; the last one for ever. */
const answering = (...statuses: readonly number[]) => {
  const left = [...statuses]
  return async () => {
    const status = (left.length > 1 ? left.shift() : left[0]) as number
    return { status, stdout: status === 0 ? 'done\n' : 'failed to connect\n', stderr: '' }
  }
}

test('a router that does not answer its shell yet is told again', async () =>
  assert.equal(await carryOut(['vtysh'], answering(1, 1, 0)), 'done'))

test('one that never does is an error with what it said', async () =>
  assert.rejects(carryOut(['vtysh', '-c', 'x'], answering(1), 0), {
    message: 'vtysh -c x: failed to connect',
  }))
