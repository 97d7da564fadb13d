/**
 * A small device under test on loopback: gives each peer its own OPEN and KEEPALIVEs back, and sends
 * to the sink what a test makes of the UPDATEs of the sources.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createFramer } from '../../src/bgp/frame.ts'
import { createEngine } from '../../src/flood/engine.ts'
import { plainStream } from '../../src/flood/synthetic/plain-stream.ts'
import type { Engine, FloodSetup, SyntheticStream, Transfer } from '../../src/flood/types.ts'

export const NEVER = new AbortController().signal
const SINK = '127.0.0.2'
const UPDATE = 2

/** What becomes of the UPDATEs that came together; the answer goes to the sink. */
export type Treat = (updates: readonly Uint8Array[], device: Device) => readonly Uint8Array[]

export interface Device extends AsyncDisposable {
  readonly port: number
  readonly sockets: Set<Socket>
  sink: Socket | undefined
}

export const startDevice = async (treat: Treat): Promise<Device> => {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    const framer = createFramer()
    const isSink = socket.remoteAddress === SINK
    if (isSink) device.sink = socket
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk: Buffer) => {
      const updates: Uint8Array[] = []
      framer.push(chunk, (message) => {
        if (message[18] === UPDATE) updates.push(message.slice())
        else if (message[18] !== 3) socket.write(message.slice())
      })
      if (isSink || updates.length === 0) return
      const out = treat(updates, device)
      if (device.sink && !device.sink.destroyed && !device.sink.write(Buffer.concat(out))) {
        socket.pause()
        device.sink.once('drain', () => socket.resume())
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const device: Device = {
    port: (server.address() as AddressInfo).port,
    sockets,
    sink: undefined,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return device
}

export const forward: Treat = (updates) => updates

/** Established. */
export const openFlood = async (
  port: number,
  sources = 1,
  more: Partial<FloodSetup> = {},
): Promise<Engine> => {
  const peer = (last: number) => ({
    remote: '127.0.0.1',
    port,
    local: `127.0.0.${last}`,
    asn: 65_001,
  })
  const engine = createEngine({
    sink: peer(2),
    sources: Array.from({ length: sources }, (_, i) => peer(3 + i)),
    families: ['ipv4'],
    holdTimeS: 90,
    connectRetries: 3,
    establishTimeoutMs: 60_000,
    drain: false,
    canarySeed: '192.168.255.0',
    ...more,
  })
  await engine.establish(NEVER)
  return engine
}

export const table = (more: Partial<SyntheticStream> = {}): SyntheticStream =>
  plainStream(1000, more)

export const burst = (more: Partial<Transfer> = {}): Transfer => ({
  stream: table(),
  updates: 1000,
  sources: 'all',
  pace: { type: 'flat-out' },
  prebuilt: false,
  endOfRib: false,
  canaries: true,
  until: 'prefixes',
  idleTimeoutMs: 60_000,
  ...more,
})
