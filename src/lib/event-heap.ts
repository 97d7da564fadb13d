/**
 * A queue of events by time; those of the same time leave in the order in which they came. An event is
 * two numbers of the caller's. Four children a node, and each column a typed array: no object is made.
 */
export class EventHeap {
  #capacity = 1024
  #times = new Float64Array(this.#capacity)
  /** Sequence numbers: a million a second last 285 years. */
  #orders = new Float64Array(this.#capacity)
  #as = new Int32Array(this.#capacity)
  #bs = new Int32Array(this.#capacity)
  #order = 0
  size = 0
  /** Of the event that `pop` took out last. */
  time = 0
  order = 0
  a = 0
  b = 0

  /** Infinity when nothing waits. */
  get nextTime(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#times[0] as number)
  }

  /** Order of the next event that comes; all that wait have a lower one. */
  get nextOrder(): number {
    return this.#order
  }

  push(time: number, a: number, b: number): void {
    if (this.size === this.#capacity) this.#enlarge()
    const times = this.#times
    let at = this.size++
    // Upwards only while earlier: of equal times the one before stays in front.
    while (at > 0) {
      const parent = (at - 1) >> 2
      if ((times[parent] as number) <= time) break
      this.#move(parent, at)
      at = parent
    }
    this.#set(at, time, this.#order++, a, b)
  }

  /** Takes the first event out, into the fields; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false
    this.time = this.#times[0] as number
    this.order = this.#orders[0] as number
    this.a = this.#as[0] as number
    this.b = this.#bs[0] as number
    const last = --this.size
    if (last > 0) this.#sink(last)
    return true
  }

  /** Every event that waits, in no order: time, sequence number, and the two numbers. */
  *entries(): Generator<readonly [number, number, number, number]> {
    for (let at = 0; at < this.size; at++)
      yield [
        this.#times[at] as number,
        this.#orders[at] as number,
        this.#as[at] as number,
        this.#bs[at] as number,
      ]
  }

  /** Puts the last event in the place of the first, and down to where it belongs. */
  #sink(last: number): void {
    const times = this.#times
    const orders = this.#orders
    const time = times[last] as number
    const order = orders[last] as number
    const size = this.size
    let at = 0
    for (;;) {
      const first = 4 * at + 1
      if (first >= size) break
      const end = Math.min(first + 4, size)
      let least = first
      let leastTime = times[first] as number
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child] as number
        if (
          childTime < leastTime ||
          (childTime === leastTime && (orders[child] as number) < (orders[least] as number))
        ) {
          least = child
          leastTime = childTime
        }
      }
      if (leastTime > time || (leastTime === time && (orders[least] as number) > order)) break
      this.#move(least, at)
      at = least
    }
    this.#set(at, time, order, this.#as[last] as number, this.#bs[last] as number)
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] as number
    this.#orders[to] = this.#orders[from] as number
    this.#as[to] = this.#as[from] as number
    this.#bs[to] = this.#bs[from] as number
  }

  #set(at: number, time: number, order: number, a: number, b: number): void {
    this.#times[at] = time
    this.#orders[at] = order
    this.#as[at] = a
    this.#bs[at] = b
  }

  #enlarge(): void {
    this.#capacity *= 2
    this.#times = copy(this.#times, new Float64Array(this.#capacity))
    this.#orders = copy(this.#orders, new Float64Array(this.#capacity))
    this.#as = copy(this.#as, new Int32Array(this.#capacity))
    this.#bs = copy(this.#bs, new Int32Array(this.#capacity))
  }
}

const copy = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
  to.set(from)
  return to
}
