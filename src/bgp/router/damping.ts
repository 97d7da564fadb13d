/**
 * Route-flap damping (RFC 2439): the arithmetic. A route has a figure of merit, here called penalty
 * as the daemons do, in their scale: 1000 for a withdrawal, where the RFC counts 1.
 */

export interface Damping {
  /** In which the penalty falls by half. */
  readonly halfLifeMs: number
  /** A suppressed route whose penalty is below this is used again. */
  readonly reuse: number
  /** A route whose penalty reaches this is suppressed. */
  readonly suppress: number
  /** A route that stays quiet is suppressed for this long at most (RFC 2439 section 4.2, T-hold). */
  readonly maxSuppressMs: number
  /** For software that does not count continuously (RFC 2439 section 4.2 allows both). */
  readonly steps?: Steps
}

/** FRR and Quagga: DELTA_T and DELTA_REUSE of bgpd/bgp_damp.h. They also count whole points. */
export interface Steps {
  /** A penalty that is younger than this has not fallen yet. */
  readonly decayMs: number
  /** They look for what may be used again this often. */
  readonly reuseMs: number
}

/**
 * Charged when the path goes (RFC 2439 section 4.8.2). RFC 2439 section 4.8.4 charges as much for
 * another path; the daemons (FRR, Quagga, IOS) charge half of it, and so is done here. That a route
 * is back costs nothing in any of them (section 4.8.3), only in Junos.
 */
export const WITHDRAWAL = 1000
export const CHANGE = 500

/** What is left of a penalty. */
export const decayed = (penalty: number, afterMs: number, damping: Damping): number => {
  const { halfLifeMs, steps } = damping
  if (!steps) return penalty * 2 ** (-afterMs / halfLifeMs)
  const countedMs = afterMs - (afterMs % steps.decayMs)
  return Math.trunc(penalty * 2 ** (-countedMs / halfLifeMs))
}

/** The penalty that falls to `reuse` in the longest time of suppression: more is never counted. */
export const ceilingOf = ({ reuse, maxSuppressMs, halfLifeMs }: Damping): number =>
  reuse * 2 ** (maxSuppressMs / halfLifeMs)

/** Until a penalty has fallen to `reuse`. */
export const reuseAfterMs = (penalty: number, { reuse, halfLifeMs }: Damping): number =>
  Math.max(0, halfLifeMs * Math.log2(penalty / reuse))

/** When to look whether a route of this penalty may be used again. In steps it may then be too early. */
export const lookAt = (penalty: number, nowMs: number, damping: Damping): number => {
  const { steps, halfLifeMs, reuse } = damping
  if (!steps) return nowMs + reuseAfterMs(penalty, damping)
  const ticksOf = (value: number) => Math.floor((halfLifeMs / steps.reuseMs) * Math.log2(value))
  const ticks = Math.max(0, ticksOf(penalty) - ticksOf(reuse))
  return (Math.floor(nowMs / steps.reuseMs) + 1 + ticks) * steps.reuseMs
}
