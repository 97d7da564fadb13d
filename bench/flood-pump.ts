/**
 * A program for the bench of the sink alone: a listener that sends kakapo's updates straight to who
 * connects. `UPDATES GROUPSIZE` on its standard input begins; its answers are lines too: the port,
 * and the instant at which it began to write.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { monotonicMs } from '../src/speaker/clock.ts'
import { generatorOf } from './flood-generator.ts'

const UPDATE = 2
let peer: Socket | undefined

const say = (line: string | number): void => void process.stdout.write(`${line}\n`)

const pump = async (updates: number, groupSize: number): Promise<void> => {
  const { perBlock, fill } = generatorOf(updates, groupSize)
  say(monotonicMs())
  for (let k = 0; k < updates; k += perBlock) {
    const octets = fill(k)
    await new Promise<void>((resolve) => peer?.write(octets, () => resolve()))
  }
}

// As a hub does: the peer gets its own OPEN and KEEPALIVEs back.
const server = createServer({ noDelay: true }, (socket) => {
  peer = socket
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    if (chunk[18] !== UPDATE) socket.write(chunk)
  })
})
server.listen(0, '127.0.0.1', () => say((server.address() as AddressInfo).port))
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const [updates = 0, groupSize = 1] = line.split(' ').map(Number)
  void pump(updates, groupSize)
})
lines.on('close', () => process.exit())
