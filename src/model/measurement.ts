/** The result of one measurement: a pure fold over the journal (src/measure/, one file each). */
import type { Half } from './event.ts'

export type Unit = 'ms' | 'count' | 'packets' | 'octets' | 'ratio'

export interface Measurement {
  /** Kebab-case, as used in assertions: `detection`, `convergence`, `fib-convergence` ... */
  readonly name: string
  readonly unit: Unit
  /** The fault instance it belongs to; absent for figures of the whole run. */
  readonly instance?: string
  /** Step of the instance. */
  readonly step?: string
  readonly half?: Half
  readonly iteration: number
  /** The headline figure; null when it could not be had, with the reason in `note`. */
  readonly value: number | null
  /** What assertions pool over: `convergence(cut).p95`. One entry a subject (network, pair, node). */
  readonly samples: readonly number[]
  readonly note?: string
  /** Per subject, for the report: node, prefix or pair to value. */
  readonly by?: Readonly<Record<string, number>>
}
