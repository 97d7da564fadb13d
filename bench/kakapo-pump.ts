/**
 * The device of the race of the sinks: passes on what the source sends, and puts ten million updates
 * behind the first one that is no canary. So both sinks read the same octets of the same program.
 * `node kakapo-pump.js LISTEN SINK`, as kakapo's relay is started.
 */
import { createServer, type Socket } from 'node:net'
import { createFramer } from '../src/bgp/frame.ts'
import { generatorOf } from './flood-generator.ts'

const [listen = '', sinkAddress = ''] = process.argv.slice(2)
const UPDATES = 10_000_000
const UPDATE = 2
const HOST_BITS = 32

const { perBlock, fill } = generatorOf(UPDATES, 1)
const block = fill(0).slice()
let sink: Socket | undefined
/** What the sink gets, in order. */
let written = Promise.resolve()

const write = (octets: Uint8Array): void => {
  written = written.then(() => new Promise((resolve) => sink?.write(octets, () => resolve())))
}

const pump = (): void => {
  for (let sent = 0; sent < UPDATES; sent += perBlock) write(block)
}

const isCanary = (update: Uint8Array): boolean => update[update.length - 5] === HOST_BITS

createServer({ noDelay: true }, (socket) => {
  const framer = createFramer()
  const isSink = socket.remoteAddress === sinkAddress
  if (isSink) sink = socket
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) =>
    framer.push(chunk, (message) => {
      // As a hub does: a peer gets its own OPEN and KEEPALIVEs back.
      if (message[18] !== UPDATE) return void socket.write(message.slice())
      if (isSink) return
      write(message.slice())
      if (!isCanary(message)) pump()
    }),
  )
}).listen(179, listen)
