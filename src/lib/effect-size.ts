/**
 * Cliff's delta (Cliff, Dominance statistics, 1993): how much more often a figure of `b` is larger than one
 * of `a` than smaller. -1 to 1; 0 when neither is more often larger. NaN without figures.
 */
export const cliffsDelta = (a: readonly number[], b: readonly number[]): number => {
  let balance = 0
  for (const x of a) for (const y of b) balance += Math.sign(y - x)
  return balance / (a.length * b.length)
}
