/**
 * The engine's wall clock in milliseconds with a fraction: the clock of captures, route monitors
 * and router logs on the same kernel, so all instants of a run compare without an offset.
 */
export const now = (): number => performance.timeOrigin + performance.now() + offsetMs()

let anchoredAt = Number.NEGATIVE_INFINITY
let offset = 0

// The origin is taken once at start; a clock that is slewed or stepped since would drift away from the
// captures. One comparison a second, corrected only beyond the resolution of Date.
const offsetMs = (): number => {
  const monotonic = performance.now()
  if (monotonic - anchoredAt > 1000) {
    anchoredAt = monotonic
    const drift = Date.now() - (performance.timeOrigin + monotonic)
    offset = Math.abs(drift - offset) > 2 ? drift : offset
  }
  return offset
}

/** The kernel's monotonic clock, milliseconds: the one that programs in containers have too. */
export const monotonicMs = (): number => {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}
