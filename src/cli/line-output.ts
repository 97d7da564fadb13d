/** Very many lines to a stream: gathered, no faster than the reader takes them, and no error when it leaves. */
import type { Writable } from 'node:stream'

export interface LineOutput {
  /** The reader left (`| head`): nothing more needs to be written. */
  readonly closed: boolean
  line(text: string): void
  /** Waits while the reader is behind. */
  drained(): Promise<void>
  /** Writes what was gathered, and waits until it is gone. */
  flush(): Promise<void>
}

const BLOCK = 1 << 16

export const createLineOutput = (stream: Writable): LineOutput => {
  let text = ''
  let closed = false
  let isFull = false
  let wake = (): void => {}
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed = true
    wake()
  })
  stream.on('drain', () => {
    isFull = false
    wake()
  })
  const write = (): void => {
    if (!closed && text !== '') isFull = !stream.write(text) || isFull
    text = ''
  }
  const drained = async (): Promise<void> => {
    while (isFull && !closed)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  return {
    get closed() {
      return closed
    },
    line(line) {
      text += `${line}\n`
      if (text.length >= BLOCK) write()
    },
    drained,
    async flush() {
      write()
      await drained()
    },
  }
}
