/** Equal runs, made of the iterations of a few: no lab has time for as many as a test of a test needs. */
import { createRandom, type Random } from '../../src/lib/random.ts'
import type { Measurement } from '../../src/model/measurement.ts'
import type { Measured } from '../../src/report/compare/observations.ts'

type Half = readonly [a: Measured, b: Measured]

/**
 * All iterations of all runs are shuffled, and the first two times `size` of them become two runs. It is
 * done `count` times, seeded. What lasts as long as one lab does is in both halves alike, and cannot be seen.
 */
export const shuffledHalves = (
  runs: readonly { readonly measurements: readonly Measurement[] }[],
  { count, size }: { readonly count: number; readonly size: number },
): readonly Half[] => {
  const iterations = runs.flatMap(({ measurements }) => byIteration(measurements))
  if (iterations.length < 2 * size)
    throw new RangeError(`${iterations.length} iterations do not make two runs of ${size}`)
  const random = createRandom('halves')
  return Array.from({ length: count }, (_, at): Half => {
    const drawn = shuffled(iterations, random.fork(String(at)))
    return [renumbered(drawn.slice(0, size)), renumbered(drawn.slice(size, 2 * size))]
  })
}

const byIteration = (measurements: readonly Measurement[]): readonly (readonly Measurement[])[] => {
  const found = new Map<number, Measurement[]>()
  for (const measurement of measurements) {
    const list = found.get(measurement.iteration) ?? []
    found.set(measurement.iteration, list)
    list.push(measurement)
  }
  return [...found.values()]
}

const renumbered = (iterations: readonly (readonly Measurement[])[]): Measured => ({
  measurements: iterations.flatMap((list, at) =>
    list.map((measurement) => ({ ...measurement, iteration: at + 1 })),
  ),
})

/** Fisher and Yates: every order is as likely as any other. */
const shuffled = <T>(items: readonly T[], random: Random): readonly T[] => {
  const list = [...items]
  for (let at = list.length - 1; at > 0; at--) {
    const other = random.integer(0, at)
    ;[list[at], list[other]] = [list[other] as T, list[at] as T]
  }
  return list
}
