import { parseArgs } from 'node:util'
import { InputError } from '../../src/lib/errors.ts'

export interface PlansOptions {
  readonly firstSeed: number
  readonly count: number
  /** Every so many cases one is played twice. */
  readonly replayEvery: number
  /** Where failing cases are written to. */
  readonly folder: string
}

const USAGE =
  'npm run bench -- plans [--count 10000] [--seed 1] [--only SEED] [--folder runs/plans]'

/** Throws an InputError for what is not understood. */
export const plansOptions = (args: readonly string[]): PlansOptions => {
  const { count, seed, only, folder } = parse(args)
  const firstSeed = number('--seed', only ?? seed, 0)
  if (only !== undefined) return { firstSeed, count: 1, replayEvery: 1, folder }
  return { firstSeed, count: number('--count', count, 1), replayEvery: 10, folder }
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        count: { type: 'string', default: '10000' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
        folder: { type: 'string', default: 'runs/plans' },
      },
    }).values
  } catch (error) {
    throw new InputError((error as Error).message, { hint: USAGE })
  }
}

const number = (option: string, text: string, least: number): number => {
  const value = Number(text)
  if (/^\d{1,9}$/.test(text) && value >= least) return value
  throw new InputError(`${option} ${text}: not a whole number from ${least}`, { hint: USAGE })
}
