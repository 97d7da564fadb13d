/** Octets as bits, the highest first. */

/** The octets end before what is read. */
export class EndOfBits extends Error {}

export class Bits {
  #octets: Uint8Array = new Uint8Array(0)
  #at = 0
  /** The lowest `#waiting` bits of it were not taken yet. */
  #buffer = 0
  #waiting = 0

  /** Octets that were not begun. */
  get left(): number {
    return this.#octets.length - this.#at
  }

  add(more: Uint8Array): void {
    const joined = new Uint8Array(this.left + more.length)
    joined.set(this.#octets.subarray(this.#at))
    joined.set(more, this.left)
    this.#octets = joined
    this.#at = 0
  }

  /** The next bits as a number; at most 24 at once. */
  take(count: number): number {
    const value = this.peek(count)
    this.skip(count)
    return value
  }

  /** The same without taking them; zeros behind the end. */
  peek(count: number): number {
    while (this.#waiting < count) {
      if (this.#at === this.#octets.length)
        return (this.#buffer << (count - this.#waiting)) & ((1 << count) - 1)
      this.#buffer = ((this.#buffer & 0xffffff) << 8) | (this.#octets[this.#at++] as number)
      this.#waiting += 8
    }
    return (this.#buffer >>> (this.#waiting - count)) & ((1 << count) - 1)
  }

  /** At most as many as were looked at. */
  skip(count: number): void {
    if (count > this.#waiting) throw new EndOfBits()
    this.#waiting -= count
  }

  /** To the next whole octet. */
  align(): void {
    this.#waiting -= this.#waiting % 8
  }
}
