import { explain } from '../../../src/lib/errors.ts'
import { measureAll } from '../../../src/measure/index.ts'
import type { Invariant } from './invariant.ts'

/** Every measurement can be taken from every journal, and gives numbers that can be. */
export const measurable: Invariant = {
  name: 'measurable',
  check: ({ entries }) => {
    try {
      return measureAll(entries).flatMap((measurement) =>
        numbersIn(measurement).every((value) => Number.isFinite(value) && value >= 0)
          ? []
          : [`${JSON.stringify(measurement).slice(0, 300)}`],
      )
    } catch (error) {
      return [`measuring threw ${explain(error)}`]
    }
  },
}

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
