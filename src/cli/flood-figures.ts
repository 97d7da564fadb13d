/** Figures of a flood for people: three digits that count, and a unit. */

/** `0.731 ms`, `25.6 ms`, `1.25 s`; `-` for none. */
export const formatTime = (ms: number | null | undefined): string => {
  if (ms === null || ms === undefined) return '-'
  if (ms >= 999.5) return `${digits(ms / 1000)} s`
  return `${digits(ms)} ms`
}

/** `812`, `12.3k`, `19.1M`; `-` for none. */
export const formatCount = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '-'
  if (value >= 999_500) return `${digits(value / 1e6)}M`
  if (value >= 9_999.5) return `${digits(value / 1e3)}k`
  return String(Math.round(value))
}

/** `0.05`, `4.17`, `88.5`, `1240`. */
export const digits = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
