import type { AgentMessage } from './protocol.ts'

/** Far below what anybody waits for; everything that is told has its own time. */
const DELAY_MS = 100

/**
 * Messages to the controller, several in one write. Each write wakes the engine, which passes it on, and
 * the controller: in the middle of a burst of UPDATEs those would have the processors that the routers need.
 */
export class Outbox {
  readonly #write: (text: string) => void
  #waiting = ''
  #timer: NodeJS.Timeout | undefined

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  /** Goes out within 100 ms, behind what was put in before. */
  put(message: AgentMessage): void {
    this.#waiting += `${JSON.stringify(message)}\n`
    this.#timer ??= setTimeout(() => this.flush(), DELAY_MS)
  }

  /** Everything goes out now. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting !== '') this.#write(this.#waiting)
    this.#waiting = ''
  }
}
