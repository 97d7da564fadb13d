/** The client against a scripted other end: what it sends, and what it makes of the answers. */
import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { RemoteEngine } from '../../../src/flood/remote/client.ts'
import type { Answer, Request } from '../../../src/flood/remote/protocol.ts'
import type { FloodSetup, Transfer } from '../../../src/flood/types.ts'
import { BackendError, InputError, TimeoutError } from '../../../src/lib/errors.ts'

const SETUP = { sources: [] } as unknown as FloodSetup
const never = new AbortController().signal

/** Answers each request with what `reply` gives, in order of arrival. */
const pair = (reply: (request: Request) => readonly Answer[]) => {
  const [to, from] = [new PassThrough(), new PassThrough()]
  const requests: Request[] = []
  createInterface({ input: to }).on('line', (line) => {
    const request = JSON.parse(line) as Request
    requests.push(request)
    for (const answer of reply(request)) from.write(`${JSON.stringify(answer)}\n`)
  })
  const client = new RemoteEngine(to, from, () => 'Segmentation fault\n')
  return { client, requests, from }
}

const done = ({ id }: Request, result: unknown = null): Answer => ({ id, ok: true, result })

test('it is ready when the other end says so', async () => {
  const { client, from } = pair(() => [])
  from.write('{"ready":true,"node":"v20"}\n')
  await client.ready()
  assert.equal(client.node, 'v20')
})

test('an answer goes to who asked, also when it comes in pieces and out of order', async () => {
  const held: Request[] = []
  const { client, from } = pair((request) => {
    held.push(request)
    return []
  })
  const both = Promise.all([client.establish(never), client.canaries(5, never)])
  while (held.length < 2) await new Promise(setImmediate)
  const lines = held
    .toReversed()
    .map((request) => `${JSON.stringify(done(request, [request.do]))}\n`)
    .join('')
  from.write(lines.slice(0, 9))
  from.write(lines.slice(9))
  assert.deepEqual(await both, [['establish'], ['canaries']])
})

test('errors have the class that they had at the other end', async () => {
  const statuses = [2, 3, 4, undefined]
  const { client } = pair(({ id }) => {
    const exitStatus = statuses.shift()
    const error = { message: 'x', ...(exitStatus === undefined ? {} : { exitStatus }) }
    return [{ id, ok: false, error }]
  })
  for (const kind of [InputError, BackendError, TimeoutError, Error])
    await assert.rejects(client.open(SETUP, never), kind)
})

test('what is aborted is aborted at the other end, which then answers', async () => {
  let target: number | undefined
  const { client } = pair((request) => {
    if (request.do !== 'abort') return []
    target = request.target
    return [
      done(request),
      { id: request.target, ok: false, error: { message: 'interrupted', exitStatus: 3 } },
    ]
  })
  const controller = new AbortController()
  const asked = client.establish(controller.signal)
  controller.abort()
  await assert.rejects(asked, /interrupted/)
  assert.equal(target, 1)
})

test('an encoded stream goes over once, before the first transfer of it', async () => {
  const { client, requests } = pair((request) => [
    ...(request.do === 'transfer'
      ? [{ id: request.id, progress: { atMs: 1 } } as unknown as Answer]
      : []),
    done(request, { result: 1 }),
  ])
  const bytes = new SharedArrayBuffer(40)
  const stream = { type: 'encoded', bytes, messages: 1, updates: 1, announced: 1, withdrawn: 0 }
  const job = { stream, until: 'count' } as unknown as Transfer
  const seen: number[] = []
  for (let n = 0; n < 2; n++) await client.transfer(job, never, ({ atMs }) => void seen.push(atMs))
  assert.deepEqual(
    requests.map((request) => request.do),
    ['keep', 'transfer', 'transfer'],
  )
  assert.deepEqual(seen, [1, 1])
})

test('when the other end is gone, everybody who waits and everybody who asks learns why', async () => {
  const { client, from } = pair(() => [])
  const waits = client.establish(never)
  from.end()
  const isGone = (error: unknown) =>
    error instanceof BackendError && error.output.includes('Segmentation fault')
  await assert.rejects(waits, isGone)
  await assert.rejects(client.restart(never), isGone)
  await assert.rejects(client.ready(), isGone)
})
