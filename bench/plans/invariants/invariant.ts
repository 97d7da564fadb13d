import type { Played } from '../played.ts'

/** What must hold for every plan on every network. */
export interface Invariant {
  readonly name: string
  /** What is broken, one sentence each; empty when it holds. */
  check(played: Played): readonly string[]
}
