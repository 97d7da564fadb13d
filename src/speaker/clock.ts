/** CLOCK_MONOTONIC in milliseconds with a fraction: the same in every thread of the machine. */
export const monotonicMs = (): number => performance.now() + ORIGIN

const TRIES = 20

// performance.now() allocates nothing, but begins with its thread; process.hrtime() does not. A
// thread that loses the processor between the two would be wrong by milliseconds for all its life,
// so the closest of several readings counts.
const ORIGIN = ((): number => {
  let origin = 0
  let closest = Number.POSITIVE_INFINITY
  for (let i = 0; i < TRIES; i++) {
    const before = performance.now()
    const [seconds, nanoseconds] = process.hrtime()
    const after = performance.now()
    if (after - before >= closest) continue
    closest = after - before
    origin = seconds * 1e3 + nanoseconds / 1e6 - (before + after) / 2
  }
  return origin
})()
