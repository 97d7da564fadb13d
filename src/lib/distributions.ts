/** Draws of whole numbers, with the meaning that the same names have in Python's `random` module. */
import type { Random } from './random.ts'

export type Distribution =
  | { readonly distribution: 'constant'; readonly value: number }
  /** Every whole number from min to max alike. */
  | { readonly distribution: 'uniform'; readonly min: number; readonly max: number }
  /** Whole part of a Pareto variate with scale 1. */
  | { readonly distribution: 'pareto'; readonly alpha: number }
  /** Whole part of e to the power of a normal variate. */
  | { readonly distribution: 'lognormal'; readonly mu: number; readonly sigma: number }
  /** k from 1 to max with a probability proportional to k to the power of -exponent. */
  | { readonly distribution: 'zipf'; readonly exponent: number; readonly max: number }

export const draw = (from: Distribution, random: Random): number => {
  switch (from.distribution) {
    case 'constant':
      return from.value
    case 'uniform':
      return random.integer(from.min, from.max)
    case 'pareto':
      return Math.floor((1 - random.next()) ** (-1 / from.alpha))
    case 'lognormal':
      return Math.floor(Math.exp(from.mu + from.sigma * normal(random)))
    case 'zipf':
      return zipf(from.exponent, from.max, random)
  }
}

/** Box-Muller: a standard normal variate. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())

const zipf = (exponent: number, max: number, random: Random): number => {
  const weights = Array.from({ length: max }, (_, i) => (i + 1) ** -exponent)
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const index = weights.findIndex((weight) => {
    rest -= weight
    return rest < 0
  })
  return index < 0 ? max : index + 1
}
