/** CLOCK_MONOTONIC in milliseconds with a fraction: the same in every thread of the machine. */
export const monotonicMs = (): number => performance.now() + ORIGIN

// performance.now() allocates nothing, but begins with its thread; process.hrtime() does not.
const ORIGIN = ((): number => {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6 - performance.now()
})()
