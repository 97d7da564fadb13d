/** The time in the log: UTC with microseconds. */
export const stamp = (): string => {
  const ms = performance.timeOrigin + performance.now()
  const micros = String(Math.floor((ms % 1) * 1000)).padStart(3, '0')
  return new Date(ms).toISOString().replace('Z', `${micros}Z`)
}
