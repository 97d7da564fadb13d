/** What our own speaker reads when it starts: rendered by its kind, read by src/lemur. */
import type { RouterConfig } from '../bgp/router/config.ts'
import type { PrefixText, Timers } from './topology.ts'

export interface LemurConfig {
  readonly hostname: string
  /** Peers go by their addresses. */
  readonly router: RouterConfig
  readonly timers: Timers
  readonly networks: readonly PrefixText[]
}

/** The kernel's number for the routes of the speaker, none of FRR's (186 to 198), which zebra sweeps. */
export const ROUTE_PROTOCOL = 201
/** Name of the process, as in /proc/PID/comm. */
export const PROCESS_NAME = 'lemurd'
