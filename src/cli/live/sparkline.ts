const BARS = '▁▂▃▄▅▆▇█'
const ASCII_BARS = '.:-=+*#@'

/** One character for each value, against the largest; a space for none at all. */
export const sparkline = (values: readonly number[], unicode: boolean): string => {
  const bars = unicode ? BARS : ASCII_BARS
  const most = Math.max(1, ...values)
  return values
    .map((value) => (value > 0 ? bars[Math.ceil((value / most) * bars.length) - 1] : ' '))
    .join('')
}
