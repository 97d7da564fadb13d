/** What the one thread of a BGP process is to do: at once, or when the process goes on. */
export class Inbox {
  #waiting: (() => void)[] = []
  #isFrozen = false
  #isClosed = false

  /** What comes is done at once. */
  get isOpen(): boolean {
    return !this.#isFrozen && !this.#isClosed
  }

  add(perform: () => void): void {
    if (this.isOpen) perform()
    else if (!this.#isClosed) this.#waiting.push(perform)
  }

  freeze(): void {
    this.#isFrozen = true
  }

  /** In the order of coming. */
  thaw(): void {
    this.#isFrozen = false
    const waiting = this.#waiting
    this.#waiting = []
    for (const perform of waiting) this.add(perform)
  }

  /** The process is gone. */
  close(): void {
    this.#isClosed = true
    this.#waiting = []
  }
}
