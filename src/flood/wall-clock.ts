/** The time of day, for records; never for durations. */
export const wallClockMs = (): number => Date.now()
