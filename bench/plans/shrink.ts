/** Makes a failing case smaller for as long as the same invariant is violated. */
import { InputError } from '../../src/lib/errors.ts'
import type { Case } from './case.ts'
import { smallerCases } from './smaller-cases.ts'

/** True when the case still shows what is looked for; rejects with an InputError when it is no plan. */
export type Shows = (candidate: Case) => Promise<boolean>

export interface Shrunk {
  readonly smallest: Case
  readonly tried: number
}

/** Takes the first smaller case that shows it and begins anew, until none does or `most` were tried. */
export const shrink = async (failing: Case, shows: Shows, most: number): Promise<Shrunk> => {
  let smallest = failing
  let tried = 0
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false
    for (const candidate of smallerCases(smallest)) {
      if (tried++ >= most) return { smallest, tried: most }
      if (!(await showsIt(candidate, shows))) continue
      smallest = candidate
      isSmaller = true
      break
    }
  }
  return { smallest, tried }
}

const showsIt = async (candidate: Case, shows: Shows): Promise<boolean> => {
  try {
    return await shows(candidate)
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}
