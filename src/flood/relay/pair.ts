/**
 * A relay between two peers: all octets pass both ways as they come, OPENs included, so that the two
 * have their session with each other. Either side is read only as fast as the other takes.
 */
import type { Socket } from 'node:net'
import { createCounter } from './counter.ts'
import { noCounts, type PortCounts } from './counts.ts'

export interface PairEvents {
  left(counts: PortCounts, problem: string | undefined): void
}

/** Joins two connected sockets; when one ends, the other is ended too. */
export const joinPair = (one: Socket, other: Socket, events: PairEvents): void => {
  oneWay(one, other, events)
  oneWay(other, one, events)
}

const oneWay = (from: Socket, to: Socket, events: PairEvents): void => {
  const counts = noCounts(`${from.remoteAddress}:${from.remotePort}`, 'peer')
  const count = createCounter(counts)
  let problem: string | undefined
  from.setNoDelay(true)
  from.on('data', (chunk: Uint8Array) => {
    count(chunk)
    if (!to.write(chunk)) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('end', () => to.end())
  from.on('error', (error) => {
    problem = error.message
    // A reset stays a reset.
    to.resetAndDestroy()
  })
  from.on('close', () => {
    to.end()
    events.left(counts, problem)
  })
}
