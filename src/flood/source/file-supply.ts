/** The messages of a file, as they are. */
import { monotonicMs } from '../../speaker/clock.ts'
import type { EncodedStream } from '../types.ts'
import { type Mark, marksOf } from './file-marks.ts'
import type { Piece, Supply } from './supply.ts'

const UPDATE = 2

export class FileSupply implements Supply {
  readonly #octets: Uint8Array
  readonly #marks: readonly Mark[]
  readonly #updates: number
  #mark = 0
  #at = 0
  #taken = 0

  /** `updates`: stop behind so many. */
  constructor(stream: EncodedStream, updates: number) {
    this.#octets = new Uint8Array(stream.bytes)
    this.#marks = marksOf(stream.bytes)
    this.#updates = updates
  }

  get left(): boolean {
    return this.#taken < this.#updates && this.#at < this.#octets.length
  }

  take(updates: number, octets: number): Piece {
    const from = this.#at
    const before = this.#taken
    const most = Math.min(before + updates, this.#updates)
    this.#jump(most, from + octets)
    // From mark to mark as a rule; message by message where the next mark is too far.
    if (this.#at === from) this.#walk(most, from + octets)
    const taken = this.#taken - before
    return { octets: this.#octets.subarray(from, this.#at), updates: taken, prefixes: 0 }
  }

  /** To the last mark before `end` with at most so many UPDATEs behind it. */
  #jump(updates: number, end: number): void {
    for (;;) {
      const next = this.#marks[this.#mark + 1]
      if (!next || next.offset > end || next.updates > updates) return
      this.#mark++
      if (next.offset <= this.#at) continue
      this.#at = next.offset
      this.#taken = next.updates
    }
  }

  /** Over whole messages up to `end`, one at least. */
  #walk(updates: number, end: number): void {
    const octets = this.#octets
    const last = Math.min(end, octets.length)
    let at = this.#at
    while (at < last && this.#taken < updates) {
      if (octets[at + 18] === UPDATE) this.#taken++
      at += ((octets[at + 16] as number) << 8) | (octets[at + 17] as number)
    }
    this.#at = at
  }
}

/** Each message when it is due: as it was recorded, `speed` times as fast. */
export class RecordedSupply implements Supply {
  readonly #octets: Uint8Array
  readonly #offsets: Float64Array
  readonly #atMs: Float64Array
  readonly #speed: number
  #beganAtMs: number | undefined
  #next = 0

  constructor(stream: EncodedStream, times: NonNullable<EncodedStream['times']>, speed: number) {
    this.#octets = new Uint8Array(stream.bytes)
    this.#offsets = times.offsets
    this.#atMs = times.atMs
    this.#speed = speed
  }

  get left(): boolean {
    return this.#next < this.#atMs.length
  }

  take(updates: number, octets: number): Piece | undefined {
    this.#beganAtMs ??= monotonicMs()
    const nowMs = (monotonicMs() - this.#beganAtMs) * this.#speed
    const from = this.#offset(this.#next)
    let count = 0
    while (this.left && (this.#atMs[this.#next] as number) <= nowMs && count < updates) {
      const at = this.#offset(this.#next)
      if (count > 0 && at - from >= octets) break
      if (this.#octets[at + 18] === UPDATE) count++
      this.#next += 1
    }
    const to = this.#offset(this.#next)
    if (to === from) return undefined
    return { octets: this.#octets.subarray(from, to), updates: count, prefixes: 0 }
  }

  #offset(index: number): number {
    return index < this.#atMs.length ? (this.#offsets[index] as number) : this.#octets.length
  }
}
