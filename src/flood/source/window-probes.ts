/**
 * A window leaks when a device forwards fewer updates than it got, and the last ones are among those
 * that it swallowed. When nothing has come for a while, each source sends a canary. When all of them
 * are back, what was sent before them will not come any more, and the window is opened by so much.
 */
import type { ProbeJob } from '../jobs.ts'
import type { Shared } from '../shared.ts'

const QUIET_MS = 250

export class WindowProbes {
  readonly #shared: Shared
  readonly #job: ProbeJob
  #progress = -1
  #quietSinceMs = 0
  #probesSent = 0
  #sentBefore: number | undefined
  /** UPDATEs that will not be seen any more. */
  lost = 0

  constructor(shared: Shared, job: ProbeJob) {
    this.#shared = shared
    this.#job = job
  }

  /** To be asked while the window is closed: is there something to be done about it? */
  isDue(nowMs: number): boolean {
    const progress = Atomics.load(this.#shared.progress, 0)
    if (progress !== this.#progress) {
      this.#progress = progress
      this.#quietSinceMs = nowMs
    }
    if (this.#sentBefore !== undefined) return this.#shared.get('probesSeen') >= this.#probesSent
    if (nowMs - this.#quietSinceMs < QUIET_MS) return false
    this.#quietSinceMs = nowMs
    return true
  }

  /**
   * With the UPDATEs sent so far. Returns the serials of the canaries that are to be sent, one a
   * source, or none: then the former ones are back.
   */
  ask(sent: number, sources: number): readonly number[] {
    if (this.#sentBefore !== undefined) {
      this.lost = Math.max(this.lost, this.#sentBefore - this.#shared.get('updatesSeen'))
      this.#sentBefore = undefined
      return []
    }
    if (this.#job.count - this.#probesSent < sources) return []
    const first = this.#job.firstSerial + this.#probesSent
    this.#probesSent += sources
    this.#sentBefore = sent
    return Array.from({ length: sources }, (_, i) => first + i)
  }
}
