/** A plan on several topologies that differ in a few settings: one run for each combination. */
import type { Plan } from './plan.ts'

/** A value, as it is written in files, for each key that a matrix may have: `timers.hold` to `3s`. */
export type Settings = Readonly<Record<string, string | number>>

export interface Cell {
  /** `hold=3s,kind=frr`; also the name of its folder. */
  readonly name: string
  readonly settings: Settings
  readonly plan: Plan
}

/** The last part of a key is enough for people: `hold` for `timers.hold`. */
export const shortKey = (key: string): string => key.slice(key.lastIndexOf('.') + 1)

/** Every combination of the values, the last key turning fastest. */
export const combinations = (
  axes: Readonly<Record<string, readonly (string | number)[]>>,
): readonly Settings[] =>
  Object.entries(axes).reduce<readonly Settings[]>(
    (cells, [key, values]) =>
      cells.flatMap((cell) => values.map((value) => ({ ...cell, [key]: value }))),
    [{}],
  )

/** A name for each, without what a folder cannot have in its name, and no two alike. */
export const cellNames = (cells: readonly Settings[]): readonly string[] => {
  const names = cells.map(nameOf)
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length
    return before === 0 ? name : `${name}-${before + 1}`
  })
}

const nameOf = (settings: Settings): string =>
  Object.entries(settings)
    .map(([key, value]) => `${shortKey(key)}=${value}`)
    .join(',')
    .replaceAll(/[^A-Za-z0-9._=,-]+/g, '-')
