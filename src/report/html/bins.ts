/** Events in slices of time of a round length. */

export interface Bins {
  readonly widthMs: number
  readonly values: readonly number[]
  readonly total: number
}

/** About as many as can be told apart on a screen. */
const MOST = 250
const WIDTHS_MS = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

const widthOf = (lengthMs: number): number =>
  WIDTHS_MS.find((width) => lengthMs / width <= MOST) ?? Math.ceil(lengthMs / MOST)

/** Sums of [time, weight] pairs. */
export const binned = (pairs: readonly (readonly [number, number])[], lengthMs: number): Bins => {
  const widthMs = widthOf(lengthMs)
  const values = new Array<number>(Math.ceil(lengthMs / widthMs)).fill(0)
  let total = 0
  for (const [at, weight] of pairs) {
    const bin = Math.min(values.length - 1, Math.max(0, Math.floor(at / widthMs)))
    values[bin] = (values[bin] as number) + weight
    total += weight
  }
  return { widthMs, values, total }
}

/** The highest level in each slice, of a level that changes by [time, difference] pairs in order of time. */
export const highestOf = (
  changes: readonly (readonly [number, number])[],
  lengthMs: number,
): Bins => {
  const widthMs = widthOf(lengthMs)
  const count = Math.ceil(lengthMs / widthMs)
  const values: number[] = []
  let next = 0
  let level = 0
  for (let bin = 0; bin < count; bin++) {
    let highest = level
    for (let change = changes[next]; change; change = changes[++next]) {
      if (change[0] >= (bin + 1) * widthMs) break
      level = Math.max(0, level + change[1])
      highest = change[0] < bin * widthMs ? level : Math.max(highest, level)
    }
    values.push(highest)
  }
  return { widthMs, values, total: Math.max(0, ...values) }
}
