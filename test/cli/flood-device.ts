/**
 * A device under test for tests: answers OPENs, and forwards UPDATEs from its iBGP peers to its
 * sink (the peer with address 127.0.0.2), or misbehaves as it is told.
 */
import { createServer, type Server, type Socket } from 'node:net'

export const SINK_ADDRESS = '127.0.0.2'

export interface Behaviour {
  /** What answers an OPEN, instead of an OPEN and a KEEPALIVE; nothing at all when empty. */
  readonly answer?: Uint8Array
  /** The connection is closed when it comes, or when its OPEN came: properly, or by a reset. */
  readonly close?: 'on-connect' | 'on-open' | 'reset-on-connect' | 'reset-on-open'
  /** What becomes of the n-th UPDATE, from 1. `die`: all connections are reset. */
  update?(n: number): 'forward' | 'drop' | 'die' | Uint8Array
}

export interface Device extends AsyncDisposable {
  readonly port: number
  /** UPDATEs that it has received so far. */
  updates(): number
}

const MARKER = Buffer.alloc(16, 0xff)

const message = (type: number, ...body: readonly number[]): Buffer => {
  const length = 19 + body.length
  return Buffer.concat([MARKER, Buffer.from([length >> 8, length & 0xff, type, ...body])])
}

/** Version 4, AS 64504, hold time 180 s, 10.0.0.1; multiprotocol IPv4, four-octet AS numbers. */
const OPEN = message(
  1,
  ...[4, 0xfb, 0xf8, 0, 180, 10, 0, 0, 1, 14],
  ...[2, 12, 1, 4, 0, 1, 0, 1, 65, 4, 0, 0, 0xfb, 0xf8],
)
const KEEPALIVE = message(4)

export const notification = (code: number, subcode: number): Uint8Array => message(3, code, subcode)

export const startDevice = async (behaviour: Behaviour = {}): Promise<Device> => {
  const sockets = new Set<Socket>()
  let sink: Socket | undefined
  let count = 0

  const onUpdate = (bytes: Buffer): void => {
    count += 1
    const fate = behaviour.update?.(count) ?? 'forward'
    if (fate === 'die') for (const socket of sockets) socket.resetAndDestroy()
    else if (fate === 'forward') sink?.write(bytes)
    else if (fate !== 'drop') sink?.write(fate)
  }

  const onMessage = (socket: Socket, bytes: Buffer): void => {
    const type = bytes[18]
    if (type === 1) answerOpen(socket, behaviour)
    if (type === 2 && socket !== sink) onUpdate(bytes)
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    if (socket.remoteAddress === SINK_ADDRESS) sink = socket
    if (behaviour.close === 'on-connect') socket.end()
    if (behaviour.close === 'reset-on-connect') socket.resetAndDestroy()
    let rest = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 19 && rest.length >= rest.readUInt16BE(16)) {
        const length = rest.readUInt16BE(16)
        onMessage(socket, rest.subarray(0, length))
        rest = rest.subarray(length)
      }
    })
  })
  return {
    port: await listen(server),
    updates: () => count,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const answerOpen = (socket: Socket, { answer, close }: Behaviour): void => {
  if (close === 'on-open') socket.end()
  else if (close === 'reset-on-open') socket.resetAndDestroy()
  else socket.write(answer ?? Buffer.concat([OPEN, KEEPALIVE]))
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    })
  })
