/**
 * What the simulation needs of the routing logic of all routers, for one prefix. There are two of
 * them: exact/ drives the Router of src/bgp, compact/ has one route table of flat arrays for
 * single-router ASes. A message is a number of the logic's own; WITHDRAWAL means the same to both.
 */
export const WITHDRAWAL = 0

/** In the place of the edge of a best path: the prefix is the router's own, or there is no path. */
export const LOCAL = -1
export const NO_ROUTE = -2

/** Where the logic puts what it does. */
export interface Outlet {
  send(edge: number, message: number): void
  /** The best path of the node is another one now. */
  changed(node: number): void
}

export interface Speakers {
  /** A message came in over the session of this edge, which is the receiver's. */
  hear(edge: number, message: number, nowMs: number): void
  originate(node: number, nowMs: number): void
  retract(node: number, nowMs: number): void
  /** This end of a session is up, or down. */
  up(edge: number, nowMs: number): void
  down(edge: number, nowMs: number): void
  /** A timer of the node is due. */
  tick(node: number, nowMs: number): void
  /** When the node wants a tick; Infinity when nothing waits. */
  dueAt(node: number): number
  /** The edge to the next router of the best path; LOCAL, NO_ROUTE. */
  via(node: number): number
  /** A number for the best path; 0 for none. Equal paths of one node have equal numbers. */
  best(node: number): number
  /** AS numbers of the best path, nearest first; undefined for none. */
  asPath(node: number): readonly number[] | undefined
  /** The same of a message; undefined for a withdrawal. */
  messagePath(message: number): readonly number[] | undefined
  /** When the MRAI of the session ends; the past when it does not run. */
  mayTellAt(edge: number): number
}
