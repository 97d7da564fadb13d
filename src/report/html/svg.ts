/** The little that our drawings share. Coordinates are rounded: a tenth of a pixel is not seen. */
import { type Html, html, type Part } from './html.ts'

export type Scale = (value: number) => number

export const linear =
  ([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale =>
  (value) =>
    round(from + ((value - low) / (high - low || 1)) * (to - from))

/** For values above 0. */
export const logarithmic = (
  [low, high]: readonly [number, number],
  range: readonly [number, number],
): Scale => {
  const place = linear([Math.log10(low), Math.log10(high)], range)
  return (value) => place(Math.log10(value))
}

export const round = (value: number): number => Math.round(value * 10) / 10

/** Round values from 0 to the highest, at most `count` steps of 1, 2 or 5 times a power of ten. */
export const ticks = (highest: number, count: number): readonly number[] => {
  if (!(highest > 0)) return [0]
  const rough = highest / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  const steps = Math.floor(highest / step + 1e-9)
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)))
}

/** The powers of ten around all values. */
export const powersOfTen = (values: readonly number[]): readonly number[] => {
  const from = Math.floor(Math.log10(Math.min(...values)))
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))))
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i))
}

/** A path along points: straight, or by steps that hold each value until the next one. */
export const pathThrough = (
  points: readonly (readonly [number, number])[],
  form: 'lines' | 'steps' = 'lines',
): string =>
  points
    .map(([x, y], i) => {
      if (i === 0) return `M${x} ${y}`
      return form === 'steps' ? `H${x}V${y}` : `L${x} ${y}`
    })
    .join('')

interface Drawing {
  readonly width: number
  readonly height: number
  /** What somebody is told who cannot see it. */
  readonly label: string
}

/** A drawing in a box that scrolls by itself where the window is narrow. */
export const drawing = ({ width, height, label }: Drawing, ...content: readonly Part[]): Html =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${`Drawing: ${label}`}"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}" style="min-width:${Math.min(width, 820)}px">${content}</svg></div>`
