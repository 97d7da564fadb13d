/**
 * How much one end of a connection may have under way: slow start from the initial window of RFC 6928,
 * congestion avoidance above what a timeout has taught it (RFC 5681 section 3.1), and halved for each timeout
 * long in which nothing was sent, down to the initial window (RFC 2861, Linux by default). All in
 * octets. Acknowledgements are no packets here: when they come is known when something is sent.
 */

/** Ethernet with time stamps. */
const SEGMENT = 1448
const INITIAL_WINDOW = 10 * SEGMENT
/** Acknowledged ones that are not yet thrown away. */
const MOST_KEPT = 1024

interface Sent {
  readonly octets: number
  readonly ackedAtMs: number
}

export class CongestionWindow {
  #octets = INITIAL_WINDOW
  #threshold = Number.POSITIVE_INFINITY
  /** In the order in which they are acknowledged; those before `#first` have been. */
  #sent: Sent[] = []
  #first = 0
  #underWay = 0
  /** The most that was under way since nothing was. */
  #peak = 0
  #lastSentAtMs = Number.POSITIVE_INFINITY

  /** When the next acknowledgement comes; infinite when nothing is under way. */
  get nextAckMs(): number {
    return this.#sent[this.#first]?.ackedAtMs ?? Number.POSITIVE_INFINITY
  }

  /** May so many octets more be sent now? A message longer than the window may, by itself. */
  admits(octets: number, nowMs: number, rtoMs: number): boolean {
    this.#acknowledge(nowMs)
    if (this.#underWay > 0) return this.#underWay + octets <= this.#octets
    this.#peak = 0
    this.#rested(nowMs - this.#lastSentAtMs, rtoMs)
    return true
  }

  sent(octets: number, nowMs: number, ackedAtMs: number): void {
    this.#lastSentAtMs = nowMs
    this.#underWay += octets
    this.#peak = Math.max(this.#peak, this.#underWay)
    this.#sent.push({ octets, ackedAtMs })
  }

  /** Noticed by what came behind it: half of what was too much, and on from there. */
  lost(): void {
    this.#threshold = Math.max(this.#octets / 2, 2 * SEGMENT)
    this.#octets = this.#threshold
  }

  /** Slow start from one segment, to half of what was too much. */
  timedOut(): void {
    if (this.#octets > SEGMENT) this.lost()
    this.#octets = SEGMENT
  }

  #acknowledge(nowMs: number): void {
    for (let next = this.#sent[this.#first]; next; next = this.#sent[this.#first]) {
      if (next.ackedAtMs > nowMs) break
      this.#grow(next.octets)
      this.#underWay -= next.octets
      this.#first += 1
    }
    if (this.#first < this.#sent.length && this.#first < MOST_KEPT) return
    this.#sent.splice(0, this.#first)
    this.#first = 0
  }

  /** Only where the window was in use, as in Linux (RFC 7661): who sends little learns nothing. */
  #grow(octets: number): void {
    if (2 * this.#peak < this.#octets) return
    this.#octets += this.#octets < this.#threshold ? octets : (SEGMENT * octets) / this.#octets
  }

  #rested(idleMs: number, rtoMs: number): void {
    for (let leftMs = idleMs - rtoMs; leftMs > 0; leftMs -= rtoMs) {
      if (this.#octets <= INITIAL_WINDOW) return
      this.#octets = Math.max(this.#octets / 2, INITIAL_WINDOW)
    }
  }
}
