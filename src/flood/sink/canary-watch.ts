/** Which canaries are awaited, and when they came. */
import { CANARIES, CANARY_BASE, type CanaryRange, canaryPlace } from '../canary.ts'
import type { CanaryJob, ProbeJob } from '../jobs.ts'
import { PATH_BASE } from '../synthetic/template.ts'
import { asPathEnd, type PathEnd } from './as-path-end.ts'
import type { Tally } from './tally.ts'

export class CanaryWatch {
  readonly #bytes: Uint8Array
  readonly #end: PathEnd = { low: 0, high: 0 }
  readonly #awaited = new Map<number, number>()
  #jobs: readonly CanaryJob[] = []
  #probes: ProbeJob | undefined
  readonly #probesSeen = new Set<number>()
  #seenAtMs: (number | undefined)[] = []
  #tailsMissing = new Set<number>()
  /** UPDATEs that were canaries, awaited or late. */
  hits = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  arm(
    range: CanaryRange,
    jobs: readonly CanaryJob[],
    probes: ProbeJob | undefined,
    tally: Tally,
  ): void {
    this.#jobs = jobs
    this.#probes = probes
    this.#seenAtMs = jobs.map(() => undefined)
    this.#awaited.clear()
    this.#probesSeen.clear()
    this.hits = 0
    jobs.forEach(({ serial }, index) => {
      this.#awaited.set(canaryPlace(range, serial), index)
    })
    for (let i = 0; i < (probes?.count ?? 0); i++)
      this.#awaited.set(canaryPlace(range, (probes?.firstSerial ?? 0) + i), -1 - i)
    this.#tailsMissing = new Set(jobs.flatMap(({ end }, index) => (end === 'tail' ? [index] : [])))
    if (range.family === 'ipv4') {
      const [a = 0, b = 0] = range.head
      tally.canaryBase = (a << 24) | (b << 16)
      tally.canaryCount = CANARIES
      tally.canaryHead = undefined
    } else {
      tally.canaryCount = 0
      tally.canaryHead = range.head
    }
  }

  /** The sources are gone, and their last canaries will not come. */
  forgo(sources: readonly number[]): void {
    for (const index of this.#tailsMissing)
      if (sources.includes(this.#jobs[index]?.source ?? -1)) this.#tailsMissing.delete(index)
  }

  get isComplete(): boolean {
    return this.#tailsMissing.size === 0
  }

  get seenAtMs(): readonly (number | undefined)[] {
    return this.#seenAtMs
  }

  get probesSeen(): number {
    return this.#probesSeen.size
  }

  /** A host route of the range came in the UPDATE at `message`. False: it was none of ours. */
  see(place: number, message: number, atMs: number): boolean {
    const index = this.#awaited.get(place)
    if (index === undefined) {
      this.hits++
      return false
    }
    this.hits++
    const serial =
      index < 0 ? (this.#probes?.firstSerial ?? 0) - 1 - index : this.#jobs[index]?.serial
    if (!this.#isSerial(serial ?? 0, message)) return false
    if (index < 0) this.#probesSeen.add(index)
    else if (this.#seenAtMs[index] === undefined) {
      this.#seenAtMs[index] = atMs
      this.#tailsMissing.delete(index)
    }
    return true
  }

  /** A prefix is used again after 65 536 others. A path that a device has shortened proves nothing. */
  #isSerial(serial: number, message: number): boolean {
    const end = this.#end
    if (!asPathEnd(this.#bytes, message, end)) return true
    if (end.high < CANARY_BASE || end.high >= CANARY_BASE + PATH_BASE) return true
    return (end.high - CANARY_BASE) * PATH_BASE + end.low - PATH_BASE === serial
  }
}
