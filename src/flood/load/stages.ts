/** Rates that change over time, as areas: how many UPDATEs are due between two moments. */
export interface Stage {
  readonly fromPerS: number
  readonly toPerS: number
  readonly forMs?: number
}

/** Of UPDATEs, from the start of the first stage; behind the last one its final rate goes on. */
export const dueUntil = (stages: readonly Stage[], ms: number): number => {
  let due = 0
  let left = ms
  for (const [i, { fromPerS, toPerS, forMs }] of stages.entries()) {
    const length = forMs ?? Number.POSITIVE_INFINITY
    const part = Math.min(left, length)
    const reached = forMs === undefined ? toPerS : fromPerS + ((toPerS - fromPerS) * part) / forMs
    due += (((fromPerS + reached) / 2) * part) / 1000
    left -= part
    if (left > 0 && i === stages.length - 1) due += (toPerS * left) / 1000
    if (left <= 0) break
  }
  return due
}
