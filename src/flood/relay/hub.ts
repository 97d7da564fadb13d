/**
 * A relay with many sources and one sink, told apart by address. It needs no configuration, because
 * each peer gets its own OPEN and KEEPALIVEs back: every session is one between equals (iBGP).
 * UPDATEs of the sources go to the sink, whole messages always, in the order of each source. A
 * source is read only when what it sent before is with the kernel: the memory is one buffer a peer,
 * and a slow sink slows the sources down.
 */
import type { Socket } from 'node:net'
import type { PortCounts } from './counts.ts'
import { HubPort } from './hub-port.ts'

export interface HubEvents {
  joined(peer: string, role: PortCounts['role']): void
  /** `problem` is there when the peer did not leave in an orderly way. */
  left(counts: PortCounts, problem: string | undefined): void
}

export class Hub {
  readonly #sinkAddress: string
  readonly #events: HubEvents
  readonly #ports = new Set<HubPort>()
  #sink: HubPort | undefined

  constructor(sinkAddress: string, events: HubEvents) {
    this.#sinkAddress = sinkAddress
    this.#events = events
  }

  /** Takes a connection of a server with `pauseOnConnect`. */
  accept(accepted: Socket): void {
    const isSink = accepted.remoteAddress === this.#sinkAddress
    const port: HubPort = new HubPort(accepted, isSink, {
      sink: () => this.#sink,
      closed: (problem) => this.#leave(port, problem),
    })
    // A peer that connects again has lost its old connection without a word.
    if (isSink) this.#sink?.close('its address connected again')
    if (isSink) this.#sink = port
    this.#ports.add(port)
    this.#events.joined(port.counts.peer, port.counts.role)
    port.resume()
    if (isSink) for (const one of this.#ports) one.sinkCame()
  }

  close(): void {
    for (const port of [...this.#ports]) port.close(undefined)
  }

  #leave(port: HubPort, problem: string | undefined): void {
    this.#ports.delete(port)
    if (this.#sink === port) this.#sink = undefined
    this.#events.left(port.counts, problem)
  }
}
