/** A NOTIFICATION shows what was wrong as far as it fits: the peer must get it, and we must live. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPeer } from '../../src/speaker/peer.ts'
import { KEEPALIVE, OPEN, type RawPeer, rawServer } from './raw-peer.ts'

const OWN = { asn: 64500, routerId: '10.0.0.5', holdTimeS: 90 }

const message = (type: number, ...body: readonly number[]): Uint8Array => {
  const length = 19 + body.length
  return Uint8Array.from([...new Array(16).fill(0xff), length >> 8, length & 0xff, type, ...body])
}

const answerTo = async (extended: boolean, send: (raw: RawPeer) => void) => {
  using server = await rawServer()
  const capabilities = { extendedMessage: extended }
  const peer = createPeer({
    ...OWN,
    capabilities,
    remote: '127.0.0.1',
    port: server.port,
    restarts: false,
  })
  peer.start()
  const raw = await server.accept()
  send(raw)
  let answer = await raw.next()
  while (answer?.type === 'open' || answer?.type === 'keepalive') answer = await raw.next()
  raw.socket.destroy()
  assert.equal(answer?.type, 'notification')
  return answer
}

test('a ROUTE-REFRESH of wrong length that leaves no room for all of it', async () => {
  const refresh = message(5, 0, 1, 1, 1, ...new Array(4073).fill(0))
  const { code, subcode, data } = await answerTo(false, (raw) => raw.send(refresh))
  assert.equal(`${code}/${subcode}`, '7/1')
  assert.deepEqual([...data], [...refresh.subarray(0, 4096 - 21)])
})

test('an attribute longer than a NOTIFICATION for who takes short messages only', async () => {
  const value = new Array(5000).fill(1)
  const attribute = [0x50, 99, 5000 >> 8, 5000 & 0xff, ...value]
  const update = message(2, 0, 0, attribute.length >> 8, attribute.length & 0xff, ...attribute)
  const { code, subcode, data } = await answerTo(true, (raw) => raw.send(OPEN, KEEPALIVE, update))
  assert.equal(`${code}/${subcode}`, '3/2')
  assert.deepEqual([...data.subarray(0, 4)], attribute.slice(0, 4))
  assert.equal(data.length, 4096 - 21)
})
