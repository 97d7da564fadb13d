/** Puts two lists of events side by side. */

export interface Pairs {
  /** Milliseconds by which the first list has each of the common events later than the second. */
  readonly differences: readonly number[]
  /** In words: which events only one of them has. */
  readonly onlyFirst: readonly string[]
  readonly onlySecond: readonly string[]
}

export interface Named {
  readonly at: number
  /** Equal for what may be the same event. */
  readonly name: string
}

/** Two events are the same when they have one name and are less than `withinMs` apart; the nearest of those. */
export const pair = (
  first: readonly Named[],
  second: readonly Named[],
  withinMs: number,
): Pairs => {
  const open = new Map<string, number[]>()
  for (const { name, at } of second) open.set(name, [...(open.get(name) ?? []), at])
  const differences: number[] = []
  const onlyFirst: string[] = []
  for (const { name, at } of [...first].sort((a, b) => a.at - b.at)) {
    const times = open.get(name) ?? []
    const nearest = times.reduce(
      (best, time, index) =>
        Math.abs(time - at) < Math.abs((times[best] ?? Number.POSITIVE_INFINITY) - at)
          ? index
          : best,
      0,
    )
    const difference = at - (times[nearest] ?? Number.POSITIVE_INFINITY)
    if (Math.abs(difference) > withinMs) {
      onlyFirst.push(`${name} at ${at.toFixed(3)}`)
      continue
    }
    times.splice(nearest, 1)
    differences.push(difference)
  }
  const onlySecond = [...open].flatMap(([name, times]) =>
    times.map((at) => `${name} at ${at.toFixed(3)}`),
  )
  return { differences, onlyFirst, onlySecond }
}
