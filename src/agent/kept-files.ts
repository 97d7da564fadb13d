import { closeSync, openSync, readSync } from 'node:fs'

/**
 * Files of the kernel that are read again and again: kept open, a reading costs a third of what it does when
 * the path is walked each time. Those that were not read since the last `sweep` are closed by it.
 */
export class KeptFiles {
  #before = new Map<string, number>()
  #now = new Map<string, number>()

  /** All of the file, as it is now. Throws what the kernel says. */
  read(path: string): string {
    const descriptor = this.#now.get(path) ?? this.#before.get(path) ?? openSync(path, 'r')
    this.#before.delete(path)
    this.#now.set(path, descriptor)
    try {
      return readWhole(descriptor)
    } catch (error) {
      this.#now.delete(path)
      closeSync(descriptor)
      throw error
    }
  }

  sweep(): void {
    for (const descriptor of this.#before.values()) closeSync(descriptor)
    this.#before = this.#now
    this.#now = new Map()
  }

  close(): void {
    this.sweep()
    this.sweep()
  }
}

const BUFFER = Buffer.alloc(16_384)

/** The kernel gives such a file in pieces of its own size. */
const readWhole = (descriptor: number): string => {
  let text = ''
  for (let at = 0; ; ) {
    const length = readSync(descriptor, BUFFER, 0, BUFFER.length, at)
    if (length === 0) return text
    text += BUFFER.toString('latin1', 0, length)
    at += length
  }
}
