/** What the sink of a load counts, and which canaries it has seen. */
import { flatten } from '../../bgp/as-path.ts'
import type { RouteUpdate } from '../../bgp/router/events.ts'
import type { PrefixId, PrefixTable } from '../../bgp/router/prefix-table.ts'
import { CANARY_BASE, type CanaryRange, canaryPrefix } from '../../flood/canary.ts'
import { PATH_BASE } from '../../flood/synthetic/template.ts'

export class LoadSink {
  readonly #range: CanaryRange
  readonly #table: PrefixTable
  #awaited = new Map<PrefixId, number>()
  #seenAtMs = new Map<number, number>()
  #updates = 0
  #prefixes = 0

  constructor(range: CanaryRange, table: PrefixTable) {
    this.#range = range
    this.#table = table
  }

  /** Looks for the canaries with these numbers. */
  arm(serials: readonly number[]): void {
    this.#awaited = new Map(serials.map((serial) => [this.#idOf(serial), serial]))
    this.#seenAtMs = new Map()
  }

  seenAtMs(serial: number): number | undefined {
    return this.#seenAtMs.get(serial)
  }

  /** What has come since this was asked last. */
  take(): { readonly updates: number; readonly prefixes: number } {
    const taken = { updates: this.#updates, prefixes: this.#prefixes }
    this.#updates = 0
    this.#prefixes = 0
    return taken
  }

  updated(update: RouteUpdate, nowMs: number): void {
    const { announced } = update
    this.#updates++
    this.#prefixes += announced.length
    for (const prefix of announced) {
      const serial = this.#awaited.get(prefix)
      if (serial === undefined || this.#seenAtMs.has(serial)) continue
      if (isSerial(serial, update)) this.#seenAtMs.set(serial, nowMs)
    }
  }

  #idOf(serial: number): PrefixId {
    return this.#table.ofText(canaryPrefix(this.#range, serial))
  }
}

/** A prefix is used again after 65 536 others: then the path tells them apart. */
const isSerial = (serial: number, { set }: RouteUpdate): boolean => {
  const [low = 0, high = 0] = flatten(set?.attributes.asPath ?? []).slice(-2)
  return (high - CANARY_BASE) * PATH_BASE + low - PATH_BASE === serial
}
