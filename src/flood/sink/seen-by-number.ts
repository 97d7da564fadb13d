/**
 * How many updates a device has dealt with, by the running number in the AS path of the last UPDATE
 * of each read: what a source sent before that one has come, or will not come any more. So a window
 * stays right when the device drops updates or makes one of several. Where it changes their order,
 * the answer can be a little too high.
 */
import type { Course } from '../synthetic/numbering.ts'
import { PATH_BASE } from '../synthetic/template.ts'
import { asPathEnd, type PathEnd } from './as-path-end.ts'

export class SeenByNumber {
  readonly #courses: readonly Course[]
  readonly #end: PathEnd = { low: 0, high: 0 }
  readonly #highest: number[]
  /** Of all sources. */
  total = 0

  constructor(courses: readonly Course[]) {
    this.#courses = courses
    this.#highest = courses.map(() => 0)
  }

  sample(bytes: Uint8Array, message: number): void {
    const first = this.#courses[0]
    if (!first || !asPathEnd(bytes, message, this.#end)) return
    const number = (this.#end.high - PATH_BASE) * PATH_BASE + this.#end.low - PATH_BASE
    const behind = number - first.first
    if (behind < 0) return
    const source = behind % first.numberStep
    const seen = Math.floor(behind / first.numberStep) + 1
    const before = this.#highest[source]
    // A number far ahead of all others is not ours.
    if (before === undefined || seen <= before || seen > before + FURTHEST) return
    this.#highest[source] = seen
    this.total += seen - before
  }
}

const FURTHEST = 10_000_000
