import type { AgentChange } from '../../agent/protocol.ts'
import type { Change, Kind } from '../../model/kind.ts'

export type Kinds = (name: string) => Kind

/** A state that only the router itself can confirm: the controller asks it until it holds. */
export interface Check {
  readonly node: string
  readonly changes: readonly { readonly change: Change; readonly wanted: boolean }[]
}

export interface Compiled {
  readonly change: AgentChange
  readonly check?: Check
}
