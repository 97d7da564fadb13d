/** One direction of a link: when what is sent now arrives, and whether it does. */
import type { Random } from '../../lib/random.ts'
import type { Link, NodeName, Shape } from '../../model/topology.ts'

/** A veth pair and a bridge of the kernel, as measured between two containers of one host. */
const WIRE_MS = 0.05
/** Ethernet, IPv4 and TCP with time stamps. */
const HEADERS = 66

export class Direction {
  readonly link: Link
  readonly from: NodeName
  readonly to: NodeName
  readonly #random: Random
  #shape: Shape
  /** When the sender has put everything on the wire. */
  #freeAtMs = 0

  constructor(link: Link, from: NodeName, to: NodeName, random: Random) {
    this.link = link
    this.from = from
    this.to = to
    this.#shape = link.shape
    this.#random = random
  }

  get shape(): Shape {
    return this.#shape
  }

  set shape(shape: Shape) {
    this.#shape = shape
    this.#freeAtMs = 0
  }

  /** Without jitter and without waiting. */
  get delayMs(): number {
    return WIRE_MS + (this.#shape.delayMs ?? 0)
  }

  /** Share of packets that do not arrive unharmed. */
  get loss(): number {
    const { loss = 0, corrupt = 0 } = this.#shape
    return loss + corrupt - loss * corrupt
  }

  /**
   * How long from now a packet with so many octets of data is under way, to the first of its copies
   * that is there: as with netem, one that is sent twice needs the wire twice, and one that overtakes
   * (`reorder`) waits neither for the delay nor for the rate.
   */
  takesMs(octets: number, nowMs: number): number {
    const { duplicate, reorder } = this.#shape
    if (this.#happens(reorder)) return WIRE_MS
    const first = this.#onceMs(octets, nowMs)
    return this.#happens(duplicate) ? Math.min(first, this.#onceMs(octets, nowMs)) : first
  }

  /** Is a packet lost by chance? The copy of one that is sent twice may get through. */
  loses(): boolean {
    const { loss } = this
    if (loss <= 0) return false
    const { duplicate = 0 } = this.#shape
    return loss >= 1 || this.#random.next() < (duplicate > 0 ? this.#lossOfBoth(duplicate) : loss)
  }

  #onceMs(octets: number, nowMs: number): number {
    const { jitterMs = 0, rateBps } = this.#shape
    const jitter = jitterMs > 0 ? (2 * this.#random.next() - 1) * jitterMs : 0
    const flight = Math.max(WIRE_MS, this.delayMs + jitter)
    if (rateBps === undefined) return flight
    this.#freeAtMs =
      Math.max(nowMs, this.#freeAtMs) + (8000 * (octets + HEADERS)) / Math.max(rateBps, 1)
    return this.#freeAtMs - nowMs + flight
  }

  /** netem loses one of the two at most before it sends the copy, which may be lost again. */
  #lossOfBoth(duplicate: number): number {
    const { loss = 0, corrupt = 0 } = this.#shape
    const sentOnce = (1 - duplicate) * this.loss
    const copyAlone = duplicate * loss * corrupt
    return sentOnce + copyAlone + duplicate * (1 - loss) * corrupt * this.loss
  }

  /** Draws only where it can happen: other links have the draws that they have without it. */
  #happens(share = 0): boolean {
    return share > 0 && this.#random.next() < share
  }
}
