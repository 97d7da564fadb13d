import type { Shape } from '../model/topology.ts'

/**
 * Impairments one behind the other: delays add up, shares of packets combine as independent
 * events, the lowest rate wins. What no shape has stays absent.
 */
export const combineShapes = (shapes: readonly Shape[]): Shape => ({
  ...present('delayMs', shapes, sum),
  ...present('jitterMs', shapes, sum),
  ...present('loss', shapes, either),
  ...present('rateBps', shapes, (values) => Math.min(...values)),
  ...present('corrupt', shapes, either),
  ...present('duplicate', shapes, either),
  ...present('reorder', shapes, either),
})

const present = (
  key: keyof Shape,
  shapes: readonly Shape[],
  combine: (values: readonly number[]) => number,
): Shape => {
  // Sorted, because floating-point sums depend on the order and the result must not.
  const values = shapes.flatMap((shape) => shape[key] ?? []).sort((a, b) => a - b)
  return values.length === 0 ? {} : { [key]: tidy(combine(values)) }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The chance that at least one of several independent things happens. */
const either = (shares: readonly number[]): number =>
  1 - shares.reduce((rest, share) => rest * (1 - share), 1)

/** Takes the dirt of binary fractions away: 0.30000000000000004 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12))
