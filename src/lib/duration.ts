/** Durations as text: `250ms`, `10s`, `2m`, `1h`, also `1m30s`. Everything inside is milliseconds. */

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/gy

/** Milliseconds, or undefined when the text is not a duration with a unit. */
export const parseDuration = (text: string): number | undefined => {
  PART.lastIndex = 0
  let total = 0
  let end = 0
  for (let part = PART.exec(text); part; part = PART.exec(text)) {
    total += Number(part[1]) * (UNIT_MS[part[2] as string] as number)
    end = PART.lastIndex
  }
  return end > 0 && end === text.length ? total : undefined
}

/** The shortest text that says the same: 90000 is `1m30s`, 1500 is `1500ms`. */
export const formatDuration = (ms: number): string => {
  if (ms === 0) return '0s'
  if (ms % 1000 !== 0) return `${ms}ms`
  const seconds = ms / 1000
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  return parts.map(([count, unit]) => (count ? `${count}${unit}` : '')).join('')
}
