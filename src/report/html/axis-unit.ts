/** The unit of a time axis that ends at `highestMs`; a value is divided by `divisor` to be in it. */
export const axisUnit = (
  highestMs: number,
): { readonly unit: string; readonly divisor: number } => {
  if (highestMs < 2_000) return { unit: 'milliseconds', divisor: 1 }
  if (highestMs < 600_000) return { unit: 'seconds', divisor: 1_000 }
  return { unit: 'minutes', divisor: 60_000 }
}
