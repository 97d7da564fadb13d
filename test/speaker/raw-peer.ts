/** The other end of a connection as the test wants it: octets out, messages in. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createFramer } from '../../src/bgp/frame.ts'
import { decodeMessage, encodeMessage, type Message } from '../../src/bgp/message.ts'
import { fourOctetAs, type Open } from '../../src/bgp/open.ts'

export interface RawPeer {
  readonly socket: Socket
  /** The next message, or undefined when the connection is over. */
  next(): Promise<Message | undefined>
  send(...messages: readonly (Message | Uint8Array)[]): void
  /** Skips KEEPALIVEs; the name of what comes, or `closed`. */
  verdict(): Promise<string>
}

export const rawPeer = (socket: Socket): RawPeer => {
  const messages: Message[] = []
  const framer = createFramer()
  let wake = () => {}
  let isOver = false
  socket.on('data', (chunk) => {
    framer.push(chunk, (bytes) => messages.push(decodeMessage(bytes.slice())))
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    isOver = true
    wake()
  })
  const peer: RawPeer = {
    socket,
    async next() {
      while (messages.length === 0 && !isOver)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return messages.shift()
    },
    send(...all) {
      for (const each of all) socket.write(each instanceof Uint8Array ? each : encodeMessage(each))
    },
    async verdict() {
      let message = await peer.next()
      while (message?.type === 'keepalive' || message?.type === 'open') message = await peer.next()
      if (message === undefined) return 'closed'
      if (message.type !== 'notification') return message.type
      return `${message.code}/${message.subcode}`
    },
  }
  return peer
}

/** A server that hands over its connections as raw peers. */
export const rawServer = async (address = '127.0.0.1') => {
  const waiting: RawPeer[] = []
  let wake = () => {}
  const server = createServer((socket) => {
    waiting.push(rawPeer(socket))
    wake()
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    async accept(): Promise<RawPeer> {
      while (waiting.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return waiting.shift() as RawPeer
    },
    [Symbol.dispose]() {
      server.close()
      for (const { socket } of waiting) socket.destroy()
    },
  }
}

export const rawClient = async (port: number, local: string): Promise<RawPeer> => {
  const socket = connect({ host: '127.0.0.1', port, localAddress: local })
  await once(socket, 'connect')
  return rawPeer(socket)
}

export const OPEN: Open = {
  type: 'open',
  version: 4,
  asn: 64501,
  holdTimeS: 90,
  routerId: '10.0.0.9',
  capabilities: [fourOctetAs(64501)],
}
export const KEEPALIVE: Message = { type: 'keepalive' }
