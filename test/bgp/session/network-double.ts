/** Two session machines, a network between them and a virtual clock: a simulator of discrete events. */
import { decodeMessage } from '../../../src/bgp/message.ts'
import { createSessionMachine, type SessionMachine } from '../../../src/bgp/session/machine.ts'
import type { ConnectionId, SessionEvent } from '../../../src/bgp/session/types.ts'
import { LOST, type Overrides, sessionOptions } from './machine-double.ts'

interface End {
  readonly side: number
  readonly id: ConnectionId
  other: End | undefined
  isOpen: boolean
}

interface Planned {
  readonly atMs: number
  readonly order: number
  readonly act: () => void
}

export interface NetworkOptions {
  readonly sides: readonly [Overrides, Overrides]
  readonly startsAtMs: readonly [number, number]
  /** Time on the way, drawn for each packet; the order within a connection is kept. */
  delayMs(): number
}

export const createNetwork = ({ sides, startsAtMs, delayMs }: NetworkOptions) => {
  let nowMs = 0
  let order = 0
  const queue: Planned[] = []
  const log: string[] = []
  const machines = sides.map((side) => createSessionMachine(sessionOptions(side)))
  const ends = machines.map(() => new Map<ConnectionId, End>())
  const established = machines.map(() => new Set<ConnectionId>())
  /** When the last packet of a direction arrives: TCP does not overtake itself. */
  const arrivals = new Map<End, number>()

  const plan = (atMs: number, act: () => void) => {
    queue.push({ atMs, order: order++, act })
  }

  const deliver = (to: End, act: () => void) => {
    const atMs = Math.max(nowMs + delayMs(), arrivals.get(to) ?? 0)
    arrivals.set(to, atMs)
    plan(atMs, act)
  }

  const handle = (side: number, event: SessionEvent) =>
    perform(side, (machines[side] as SessionMachine).handle(event, nowMs))

  const perform = (side: number, outputs: ReturnType<SessionMachine['handle']>) => {
    const mine = ends[side] as Map<ConnectionId, End>
    for (const output of outputs) {
      log.push(`${nowMs} ${side} ${output.type} ${'connection' in output ? output.connection : ''}`)
      switch (output.type) {
        case 'connect':
          mine.set(output.connection, {
            side,
            id: output.connection,
            other: undefined,
            isOpen: true,
          })
          open(mine.get(output.connection) as End)
          break
        case 'send':
          send(mine.get(output.connection) as End, output.bytes)
          break
        case 'close':
          close(mine.get(output.connection) as End)
          mine.delete(output.connection)
          break
        case 'established':
          ;(established[side] as Set<ConnectionId>).add(output.connection)
          break
        case 'down':
          ;(established[side] as Set<ConnectionId>).delete(output.connection)
          break
      }
    }
  }

  const open = (end: End) =>
    deliver(end, () => {
      const side = 1 - end.side
      if (!end.isOpen) return
      const id = (machines[side] as SessionMachine).newConnection()
      const other: End = { side, id, other: end, isOpen: true }
      end.other = other
      ;(ends[side] as Map<ConnectionId, End>).set(id, other)
      deliver(end, () => end.isOpen && handle(end.side, { type: 'connected', connection: end.id }))
      handle(side, { type: 'accepted', connection: id })
    })

  const send = (end: End, bytes: Uint8Array) => {
    const to = end.other
    ;(machines[end.side] as SessionMachine).sent(end.id, nowMs)
    if (to)
      deliver(to, () => {
        if (to.isOpen)
          handle(to.side, {
            type: 'message',
            connection: to.id,
            message: decodeMessage(bytes),
          })
      })
  }

  const close = (end: End) => {
    end.isOpen = false
    const to = end.other
    if (to)
      deliver(to, () => {
        if (to.isOpen) handle(to.side, { type: 'disconnected', connection: to.id, ending: LOST })
      })
  }

  machines.forEach((_, side) => {
    plan(startsAtMs[side] as number, () => handle(side, { type: 'start' }))
  })

  return {
    machines,
    established,
    log,
    /** Are the two Established ends those of one connection? */
    agree(): boolean {
      const [a, b] = established.map((ids, side) => {
        const [id = 0] = ids
        return (ends[side] as Map<ConnectionId, End>).get(id)
      })
      return a !== undefined && b !== undefined && (a.other === b || b.other === a)
    },
    run(untilMs: number) {
      while (true) {
        queue.sort((a, b) => a.atMs - b.atMs || a.order - b.order)
        const next = queue[0]?.atMs ?? Number.POSITIVE_INFINITY
        const deadlines = machines.map((machine) => machine.nextDeadlineMs)
        const first = Math.min(next, ...deadlines)
        if (first > untilMs) return
        nowMs = first
        if (next === first) queue.shift()?.act()
        else {
          const side = deadlines.indexOf(first)
          perform(side, (machines[side] as SessionMachine).tick(nowMs))
        }
      }
    },
  }
}
