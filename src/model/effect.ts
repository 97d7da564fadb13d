/**
 * What a fault asks of a backend. An effect names a state, never a change, so that it can be
 * applied twice and undone by its absence. `run/fold.ts` folds the active effects into one
 * LeverState per subject; a backend brings that state about.
 */
import type { LinkId, NodeName, PrefixText, SessionId, Shape } from './topology.ts'

export type Lever =
  | 'carrier'
  | 'admin'
  | 'filter'
  | 'shape'
  | 'process'
  | 'daemon'
  | 'session'
  | 'routes'
  | 'reset'

/** One end of a link: the interface of `node` on `link`. */
export interface End {
  readonly link: LinkId
  readonly node: NodeName
}

/** The two parts of a router that can die apart: the BGP speaker and the one that fills the FIB. */
export type DaemonRole = 'bgp' | 'rib'

/** Packets that a node no longer receives. */
export interface DropRule {
  /** Only what arrives over this link; all links when absent. */
  readonly link?: LinkId
  /** Only what comes from this address. */
  readonly from?: string
  /** Only what is for this address: what the node passes on to others gets through. */
  readonly to?: string
  /** Only BGP: tcp with 179 as source or destination port. */
  readonly bgpOnly?: boolean
}

export type Effect =
  | { readonly lever: 'carrier'; readonly end: End; readonly up: false }
  | { readonly lever: 'admin'; readonly end: End; readonly up: false }
  | { readonly lever: 'filter'; readonly node: NodeName; readonly drop: readonly DropRule[] }
  /** Acts on what leaves `end`. */
  | { readonly lever: 'shape'; readonly end: End; readonly shape: Shape }
  | {
      readonly lever: 'process'
      readonly node: NodeName
      readonly state: 'stopped' | 'paused'
      /** `stop`: SIGTERM first. `kill`: SIGKILL. `power-loss`: silence every interface, then SIGKILL. */
      readonly how: 'stop' | 'kill' | 'power-loss' | 'pause'
    }
  | {
      readonly lever: 'daemon'
      readonly node: NodeName
      readonly daemon: DaemonRole
      readonly state: 'dead' | 'frozen'
    }
  | {
      readonly lever: 'session'
      readonly session: SessionId
      readonly node: NodeName
      readonly up: false
    }
  | {
      readonly lever: 'routes'
      readonly node: NodeName
      readonly announce: readonly PrefixText[]
      readonly withdraw: readonly PrefixText[]
    }
  /** A moment, not a state: nothing to heal. */
  | {
      readonly lever: 'reset'
      readonly session: SessionId
      readonly node: NodeName
      readonly hard: boolean
    }

/** The folded state of one subject. The baseline is the state that the absence of effects gives. */
export type LeverState = { readonly subject: string } & (
  | { readonly lever: 'carrier'; readonly end: End; readonly up: boolean }
  | { readonly lever: 'admin'; readonly end: End; readonly up: boolean }
  /** A filter without rules, a shape that is the link's own, routes without any are baselines too. */
  | Extract<Effect, { lever: 'filter' | 'shape' | 'routes' | 'reset' }>
  | {
      readonly lever: 'process'
      readonly node: NodeName
      readonly state: 'running' | 'paused' | 'stopped'
      readonly how: 'start' | 'stop' | 'kill' | 'power-loss' | 'pause'
    }
  | {
      readonly lever: 'daemon'
      readonly node: NodeName
      readonly daemon: DaemonRole
      readonly state: 'running' | 'frozen' | 'dead'
    }
  | {
      readonly lever: 'session'
      readonly session: SessionId
      readonly node: NodeName
      readonly up: boolean
    }
)
