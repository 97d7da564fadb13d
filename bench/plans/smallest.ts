import type { Case } from './case.ts'
import { type JudgeOptions, judgeCase } from './judge-case.ts'
import { shrink } from './shrink.ts'

export interface Smallest {
  readonly smallest: Case
  /** How it violates the invariant. */
  readonly what: readonly string[]
  readonly tried: number
}

/** The smallest case that was found to violate the invariant as the given one does. */
export const findSmallest = async (
  failing: Case,
  invariant: string,
  options: JudgeOptions,
  most: number,
): Promise<Smallest> => {
  const violated = async (candidate: Case) => {
    const { violations } = await judgeCase(candidate, options)
    return violations.find((violation) => violation.invariant === invariant)?.what ?? []
  }
  const shows = async (candidate: Case) => (await violated(candidate)).length > 0
  const { smallest, tried } = await shrink(failing, shows, most)
  return { smallest, tried, what: await violated(smallest) }
}
