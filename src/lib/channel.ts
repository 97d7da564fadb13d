/** A queue between pushers and one async reader. Ends for the reader when it is closed and empty. */
export class Channel<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = []
  #wake: (() => void) | undefined
  #closed = false

  push(item: Item): void {
    this.#items.push(item)
    this.#wake?.()
  }

  close(): void {
    this.#closed = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Item> {
    while (true) {
      while (this.#items.length > 0) yield this.#items.shift() as Item
      if (this.#closed) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
  }
}
