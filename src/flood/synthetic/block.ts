/**
 * Fills blocks with the updates of a synthetic stream: about 100 million a second on one core. A
 * block is filled with copies of the template once; then only the octets that differ are patched.
 * Between the places where a number or the table wraps, those rise evenly ("runs"), and the
 * preference and the upper half of the number stay the same.
 */

import type { SyntheticStream } from '../types.ts'
import { type Course, groupAt, isWithdrawal, numberAt, passAt } from './numbering.ts'
import { type SeedPrefix, writeNth } from './prefix-words.ts'
import { PATH_BASE, type Template } from './template.ts'

/** What a block is filled from. */
export interface BlockSource {
  readonly stream: SyntheticStream
  readonly course: Course
  readonly seed: SeedPrefix
  readonly announce: Template
  readonly withdraw: Template
}

/** Room for updates, with what is known about its octets. */
export class Block {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Updates that lie in it as copies of the template, from `base` on. */
  #copies = 0
  #base = 0
  #template: Template | undefined
  #preference = -1
  #high = -1

  constructor(octets: number) {
    this.bytes = new Uint8Array(octets)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Puts updates k to k + count - 1 at `base`; returns the offset behind them. */
  fill(from: BlockSource, k: number, count: number, base: number): number {
    const { stream, announce } = from
    if (stream.withdrawShare > 0 || stream.flap) return this.#fillMixed(from, k, count, base)
    this.#copy(announce, count, base)
    const size = announce.bytes.length
    for (let done = 0; done < count; ) {
      const run = runLength(from, k + done, count - done)
      this.#patchRun(from, k + done, run, base + done * size)
      done += run
    }
    return base + count * size
  }

  /** Lays copies of the template where there are none yet, doubling what is there. */
  #copy(template: Template, count: number, base: number): void {
    const size = template.bytes.length
    if (template !== this.#template || base !== this.#base) {
      this.#copies = 0
      this.#base = base
      this.#template = template
      this.#preference = 0
      this.#high = 0
    }
    if (count <= this.#copies) return
    if (this.#copies === 0) {
      this.bytes.set(template.bytes, base)
      this.#copies = 1
    }
    // The copies of a patched update have its preference and number, which may not be the last ones.
    this.#preference = -1
    let done = this.#copies
    while (done < count) {
      const more = Math.min(done, count - done)
      this.bytes.copyWithin(base + done * size, base, base + more * size)
      done += more
    }
    this.#copies = count
  }

  #patchRun(from: BlockSource, k: number, count: number, at: number): void {
    const { stream, course, announce, seed } = from
    const view = this.view
    const number = pathNumber(from, k)
    const preference = preferenceAt(course, k)
    const high = PATH_BASE + Math.floor(number / PATH_BASE)
    if (preference !== this.#preference || high !== this.#high) {
      this.#patchSlow(announce, count, at, preference, high)
      // The whole block has these values only when the run is the whole block.
      const whole = at === this.#base && count === this.#copies
      this.#preference = whole ? preference : -1
      this.#high = high
    }
    const size = announce.bytes.length
    const lowStep = stream.pathVariation === 'each' ? course.numberStep : 0
    const low = PATH_BASE + (number % PATH_BASE)
    const lowAt = at + announce.low
    const first = groupAt(course, k) * stream.groupSize
    const step = course.groupStep * stream.groupSize
    const nlriAt = at + announce.nlri
    if (announce.prefixOctets === 5) {
      const increment = 2 ** seed.hostBits
      const address = (seed.words[0] as number) + first * increment
      if (stream.groupSize === 1)
        patchSingles(view, count, size, lowAt, low, lowStep, nlriAt + 1, address, step * increment)
      else {
        patchLows(view, count, size, lowAt, low, lowStep)
        patchGroups(view, count, size, nlriAt + 1, address, increment, stream.groupSize, step)
      }
      return
    }
    patchLows(view, count, size, lowAt, low, lowStep)
    for (let m = 0; m < count; m++)
      this.#patchPrefixes(from, first + m * step, nlriAt + m * size, announce.prefixOctets)
  }

  #patchSlow(template: Template, count: number, at: number, preference: number, high: number) {
    const size = template.bytes.length
    for (let m = 0; m < count; m++) {
      this.view.setUint32(at + m * size + template.preference, preference)
      this.view.setUint32(at + m * size + template.high, high)
    }
  }

  #patchPrefixes({ seed, stream }: BlockSource, first: number, nlriAt: number, octets: number) {
    for (let j = 0; j < stream.groupSize; j++)
      writeNth(seed, first + j, this.bytes, nlriAt + j * octets + 1, octets - 1)
  }

  /** Announcements and withdrawals have different sizes: each is copied by itself. */
  #fillMixed(from: BlockSource, k: number, count: number, base: number): number {
    const { stream, course } = from
    this.#template = undefined
    let at = base
    for (let i = k; i < k + count; i++) {
      const withdrawn = isWithdrawal(stream, numberAt(course, i), passAt(course, i))
      const template = withdrawn ? from.withdraw : from.announce
      this.bytes.set(template.bytes, at)
      if (!withdrawn) {
        const number = pathNumber(from, i)
        this.view.setUint32(at + template.preference, preferenceAt(course, i))
        this.view.setUint32(at + template.low, PATH_BASE + (number % PATH_BASE))
        this.view.setUint32(at + template.high, PATH_BASE + Math.floor(number / PATH_BASE))
      }
      const first = groupAt(course, i) * stream.groupSize
      this.#patchPrefixes(from, first, at + template.nlri, template.prefixOctets)
      at += template.bytes.length
    }
    return at
  }
}

/** Updates from k on before the table, the lower half of the number, or what is asked for ends. */
const runLength = ({ stream, course }: BlockSource, k: number, most: number): number => {
  const table = course.groups - ((course.start + k) % course.groups)
  if (stream.pathVariation === 'cycle') return Math.min(most, table)
  const low = Math.ceil((PATH_BASE - (numberAt(course, k) % PATH_BASE)) / course.numberStep)
  return Math.min(most, table, low)
}

const pathNumber = ({ stream, course }: BlockSource, k: number): number =>
  stream.pathVariation === 'each' ? numberAt(course, k) : passAt(course, k)

/** Rises with each pass, as in kakapo (which adds the quotient twice): every pass is a change. */
const preferenceAt = (course: Course, k: number): number =>
  Math.min(101 + 2 * passAt(course, k), 0xffff_ffff)

/** All as 32-bit integers: mixed with a double, each sum would be converted forth and back. */
const patchSingles = (
  view: DataView,
  count: number,
  size: number,
  lowFrom: number,
  lowFirst: number,
  lowStep: number,
  addressFrom: number,
  addressFirst: number,
  addressStep: number,
): void => {
  let lowAt = lowFrom | 0
  let addressAt = addressFrom | 0
  let low = lowFirst | 0
  let address = addressFirst | 0
  for (let m = 0; m < count; m++) {
    view.setInt32(lowAt, low)
    view.setInt32(addressAt, address)
    low = (low + (lowStep | 0)) | 0
    address = (address + (addressStep | 0)) | 0
    lowAt = (lowAt + (size | 0)) | 0
    addressAt = (addressAt + (size | 0)) | 0
  }
}

const patchLows = (
  view: DataView,
  count: number,
  size: number,
  at: number,
  low: number,
  step: number,
): void => {
  for (let m = 0; m < count; m++) view.setInt32(at + m * size, (low + m * step) | 0)
}

const patchGroups = (
  view: DataView,
  count: number,
  size: number,
  from: number,
  address: number,
  increment: number,
  groupSize: number,
  step: number,
): void => {
  const rise = increment | 0
  for (let m = 0; m < count; m++) {
    let value = (address + m * step * increment) | 0
    let at = (from + m * size) | 0
    for (const end = (at + groupSize * 5) | 0; at < end; at = (at + 5) | 0) {
      view.setInt32(at, value)
      value = (value + rise) | 0
    }
  }
}
