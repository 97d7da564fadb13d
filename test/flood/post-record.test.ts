import assert from 'node:assert/strict'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { postRecord } from '../../src/flood/post-record.ts'
import { BackendError, explain } from '../../src/lib/errors.ts'
import { config, performed } from './flood-double.ts'

const { record } = await performed(config({ mode: 'multi', repeat: 1, repeatDelay: '0s' }))

test('the record arrives as it is', async () => {
  const bodies: string[] = []
  await withServer(
    (body, response) => {
      bodies.push(body)
      response.writeHead(201).end('thanks')
    },
    (url) => postRecord(url, record),
  )
  assert.deepEqual(
    bodies.map((body) => JSON.parse(body)),
    [JSON.parse(JSON.stringify(record))],
  )
})

test('an answer that is no success is named', async () => {
  await withServer(
    (_, response) => response.writeHead(507).end(),
    (url) => assert.rejects(postRecord(url, record), /answered 507: the record was not taken/),
  )
})

test('a server that does not answer is not awaited for ever', async () => {
  await withServer(
    () => undefined,
    (url) => assert.rejects(postRecord(url, record, 50), reason(/no answer within 50 ms/)),
  )
})

test('a server that is not there', async () => {
  let closed = ''
  await withServer(
    () => undefined,
    async (url) => {
      closed = url
    },
  )
  await assert.rejects(postRecord(closed, record), reason(/connection refused/))
})

const reason = (pattern: RegExp) => (error: unknown) =>
  error instanceof BackendError && pattern.test(explain(error))

const withServer = async (
  answer: (body: string, response: ServerResponse) => void,
  use: (url: string) => Promise<unknown>,
): Promise<void> => {
  const server: Server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => answer(body, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/records`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
