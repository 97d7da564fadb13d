/**
 * Counters that all threads of a flood see. Each slot has one writer, which adds once for a chunk or
 * a block and never once for a message; readers may be a moment behind.
 */
import type { Totals } from './types.ts'

const SLOTS = [
  'updatesSent',
  'prefixesSent',
  'octetsSent',
  /** When the kernel last took something. */
  'lastSentAtMs',
  'updatesReceived',
  'prefixesReceived',
  'withdrawalsReceived',
  'octetsReceived',
  /** For the window: UPDATEs that the sink has seen, or that will not come any more. */
  'updatesSeen',
  /** Canaries of the window that came back. */
  'probesSeen',
] as const

type Slot = (typeof SLOTS)[number]

export type SharedMemory = SharedArrayBuffer

export const createShared = (): SharedMemory => new SharedArrayBuffer((SLOTS.length + 1) * 8)

export class Shared {
  readonly #values: Float64Array
  /** Changes when `updatesSeen` has, so that a sender can sleep until then. */
  readonly progress: Int32Array

  constructor(memory: SharedMemory) {
    this.#values = new Float64Array(memory, 0, SLOTS.length)
    this.progress = new Int32Array(memory, SLOTS.length * 8, 1)
  }

  get(slot: Slot): number {
    return this.#values[INDEX[slot]] as number
  }

  set(slot: Slot, value: number): void {
    this.#values[INDEX[slot]] = value
  }

  add(slot: Slot, value: number): void {
    this.#values[INDEX[slot]] = (this.#values[INDEX[slot]] as number) + value
  }

  clear(): void {
    this.#values.fill(0)
  }

  totals(): Totals {
    return {
      updatesSent: this.get('updatesSent'),
      prefixesSent: this.get('prefixesSent'),
      octetsSent: this.get('octetsSent'),
      updatesReceived: this.get('updatesReceived'),
      prefixesReceived: this.get('prefixesReceived'),
      withdrawalsReceived: this.get('withdrawalsReceived'),
      octetsReceived: this.get('octetsReceived'),
    }
  }
}

const INDEX = Object.fromEntries(SLOTS.map((name, index) => [name, index])) as Readonly<
  Record<Slot, number>
>
