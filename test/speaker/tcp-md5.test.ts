/** Sessions with TCP-MD5 (RFC 2385), where this machine can. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackendError } from '../../src/lib/errors.ts'
import { listen } from '../../src/speaker/listen.ts'
import { openSession } from '../../src/speaker/open-session.ts'
import { createPeer } from '../../src/speaker/peer.ts'
import { signedHandle } from '../../src/speaker/tcp-md5.ts'

const reason = await signedHandle(
  { to: 'bind', address: '127.0.0.1', port: 0, keys: new Map([['127.0.0.8', 'key']]) },
  new AbortController().signal,
).then(
  (handle) => (handle as { close(): void }).close(),
  (error: Error) => error.message,
)
const skip = reason ?? false

const own = (port: number, password?: string) => ({
  remote: '127.0.0.1',
  port,
  local: '127.0.0.8',
  asn: 64500,
  routerId: '10.0.0.5',
  holdTimeS: 9,
  connectRetries: 0,
  password,
})

const accepting = async (key: string) => {
  const peer = createPeer({
    remote: '127.0.0.8',
    port: 1,
    asn: 64501,
    routerId: '10.0.0.2',
    holdTimeS: 9,
    connects: false,
  })
  peer.start()
  const listener = await listen({
    address: '127.0.0.1',
    port: 0,
    passwords: new Map([['127.0.0.8', key]]),
    peerOf: () => peer,
  })
  return { listener, peer }
}

test('the same password on both sides: a session', { skip }, async () => {
  const { listener, peer } = await accepting('open sesame, 2385')
  const session = await openSession(own(listener.port, 'open sesame, 2385'))
  assert.equal(session.remote.address, '127.0.0.1')
  assert.equal(session.local.address, '127.0.0.8')
  session.close()
  assert.equal((await peer.session?.ended)?.ending.notification?.code ?? 6, 6)
  peer.stop()
  listener.close()
})

test('another password, or none: no answer, whatever is sent', { skip }, async () => {
  const { listener, peer } = await accepting('right')
  for (const password of ['wrong', undefined]) {
    const signal = AbortSignal.timeout(500)
    await assert.rejects(openSession(own(listener.port, password), {}, signal), BackendError)
  }
  assert.equal(peer.state, 'Active')
  peer.stop()
  listener.close()
})

test('nobody listens: no answer, since the refusal is not signed', { skip }, async () => {
  const gone = await listen({ address: '127.0.0.1', port: 0, peerOf: () => undefined })
  gone.close()
  await assert.rejects(
    openSession({ ...own(gone.port, 'key'), retryMs: 300 }),
    /no answer to the connection attempt/,
  )
})

test('a key that is too long for the kernel is said to be refused', { skip }, async () => {
  await assert.rejects(
    openSession(own(179, 'x'.repeat(81))),
    /TCP-MD5 \(RFC 2385\) is not possible here: the kernel refuses the key \(EINVAL\)/,
  )
})

test('a machine without perl says what is missing', async () => {
  const path = process.env.PATH
  process.env.PATH = '/nowhere'
  try {
    await assert.rejects(
      openSession({ ...own(179, 'key'), connectRetries: 5 }),
      /after 1 attempt: TCP-MD5 .* there is no perl on this machine\. .*TCP_MD5SIG/,
    )
  } finally {
    process.env.PATH = path
  }
})
