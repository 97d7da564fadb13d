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

  /**
   * To be asked while the window is closed, with the UPDATEs sent so far. Returns the serials of the
   * canaries that are to be sent, one a source, or none.
   */
  ask(sent: number, sources: number, nowMs: number): readonly number[] {
    const progress = Atomics.load(this.#shared.progress, 0)
    if (progress !== this.#progress) {
      this.#progress = progress
      this.#quietSinceMs = nowMs
    }
    if (this.#sentBefore !== undefined) {
      if (this.#shared.get('probesSeen') < this.#probesSent) return []
      this.lost = Math.max(this.lost, this.#sentBefore - this.#shared.get('updatesSeen'))
      this.#sentBefore = undefined
      return []
    }
    const left = this.#job.count - this.#probesSent
    if (nowMs - this.#quietSinceMs < QUIET_MS || left < sources) return []
    const first = this.#job.firstSerial + this.#probesSent
    this.#probesSent += sources
    this.#sentBefore = sent
    this.#quietSinceMs = nowMs
    return Array.from({ length: sources }, (_, i) => first + i)
  }
}
