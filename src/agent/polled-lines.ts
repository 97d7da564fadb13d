import { closeSync, constants, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

/**
 * Lines of a program that writes them one by one and stamps them itself, read many at a time: to be woken
 * for each line costs this process more than what it does with it. The program has to make `path` a FIFO
 * and to write into it.
 */
export class PolledLines {
  readonly path = join(tmpdir(), `lines-${process.pid}-${next++}`)
  readonly #each: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #descriptor: number | undefined
  #rest = ''

  constructor(each: (line: string) => void) {
    this.#each = each
  }

  /** Calls back with each whole line that has come since the last time. Never waits. */
  poll(): void {
    this.#descriptor ??= attempt(() =>
      openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK),
    )
    const descriptor = this.#descriptor
    if (descriptor === undefined) return
    for (let length = BUFFER.length; length === BUFFER.length; ) {
      // Nothing there is an error when somebody has it open for writing, and an end when not.
      length = attempt(() => readSync(descriptor, BUFFER)) ?? 0
      this.#take(this.#decoder.write(BUFFER.subarray(0, length)))
    }
  }

  /** Reads what is left, and removes the FIFO. */
  close(): void {
    this.poll()
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
    rmSync(this.path, { force: true })
  }

  #take(text: string): void {
    if (text === '') return
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#each(line)
  }
}

let next = 1

/** What Linux keeps in a pipe. */
const BUFFER = Buffer.alloc(65_536)

const attempt = <Value>(act: () => Value): Value | undefined => {
  try {
    return act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EAGAIN' || code === 'ENOENT') return undefined
    throw error
  }
}
