/**
 * A queue of events by time; those of the same time leave in the order in which they came. An event is
 * two numbers of the caller's. Four children a node, and each column a typed array: no object is made,
 * and only the time and the place of an event move while the heap is put in order.
 */
export class EventHeap {
  #capacity = 1024
  /** By position in the heap. */
  #times = new Float64Array(this.#capacity)
  #places = new Int32Array(this.#capacity).map((_, at) => at)
  /** By place. Sequence numbers: a million a second last 285 years. */
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
    const places = this.#places
    let at = this.size++
    // Behind the last event are the places that are free.
    const place = places[at] as number
    this.#orders[place] = this.#order++
    this.#as[place] = a
    this.#bs[place] = b
    // Upwards only while earlier: of equal times the one before stays in front.
    while (at > 0) {
      const parent = (at - 1) >> 2
      const before = times[parent] as number
      if (before <= time) break
      times[at] = before
      places[at] = places[parent] as number
      at = parent
    }
    times[at] = time
    places[at] = place
  }

  /** Takes the first event out, into the fields; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false
    const place = this.#places[0] as number
    this.time = this.#times[0] as number
    this.order = this.#orders[place] as number
    this.a = this.#as[place] as number
    this.b = this.#bs[place] as number
    const last = --this.size
    if (last > 0) this.#sink(last)
    this.#places[last] = place
    return true
  }

  /** Every event that waits, in no order: time, sequence number, and the two numbers. */
  *entries(): Generator<readonly [number, number, number, number]> {
    for (let at = 0; at < this.size; at++) {
      const place = this.#places[at] as number
      const [a, b] = [this.#as[place] as number, this.#bs[place] as number]
      yield [this.#times[at] as number, this.#orders[place] as number, a, b]
    }
  }

  /** Puts the last event in the place of the first, and down to where it belongs. */
  #sink(last: number): void {
    const times = this.#times
    const places = this.#places
    const orders = this.#orders
    const time = times[last] as number
    const place = places[last] as number
    const order = orders[place] as number
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
        if (childTime > leastTime) continue
        if (childTime === leastTime && !this.#isBefore(child, least)) continue
        least = child
        leastTime = childTime
      }
      if (leastTime > time) break
      const next = places[least] as number
      if (leastTime === time && (orders[next] as number) > order) break
      times[at] = leastTime
      places[at] = next
      at = least
    }
    times[at] = time
    places[at] = place
  }

  /** Of two events of the same time, by position. */
  #isBefore(a: number, b: number): boolean {
    const [placeA, placeB] = [this.#places[a] as number, this.#places[b] as number]
    return (this.#orders[placeA] as number) < (this.#orders[placeB] as number)
  }

  #enlarge(): void {
    const old = this.#capacity
    this.#capacity *= 2
    this.#times = copy(this.#times, new Float64Array(this.#capacity))
    this.#places = copy(this.#places, new Int32Array(this.#capacity))
    for (let at = old; at < this.#capacity; at++) this.#places[at] = at
    this.#orders = copy(this.#orders, new Float64Array(this.#capacity))
    this.#as = copy(this.#as, new Int32Array(this.#capacity))
    this.#bs = copy(this.#bs, new Int32Array(this.#capacity))
  }
}

const copy = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
  to.set(from)
  return to
}
