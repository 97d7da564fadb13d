/** Statistics of a list of numbers; NaN for an empty list. */

/** Type 7 of Hyndman and Fan (linear interpolation), the default of R and NumPy. `share` is 0 to 1. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** By nearest rank: always a value that was measured. `sorted` is in ascending order. */
export const nearestRank = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Of the sample (n - 1), as RFC 7747 section 4.7 asks for; 0 for a single value. */
export const standardDeviation = (values: readonly number[]): number => {
  if (values.length < 2) return values.length === 1 ? 0 : Number.NaN
  return Math.sqrt(squares(values) / (values.length - 1))
}

/** Of the population (n): what kakapo's log has. */
export const populationDeviation = (values: readonly number[]): number =>
  Math.sqrt(squares(values) / values.length)

/** Sum of the squared distances from the mean. */
const squares = (values: readonly number[]): number => {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
}
