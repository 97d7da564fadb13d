import { parseArgs } from 'node:util'
import { kindNames } from '../../src/kinds/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { type Ground, grounds } from './grounds.ts'

export interface CheckOptions {
  readonly seeds: readonly number[]
  readonly kinds: readonly string[]
  readonly grounds: readonly Ground[]
  readonly routers?: number
  /** Labs at the same time. */
  readonly parallel: number
  /** Where failing cases are written to. */
  readonly folder: string
}

const USAGE =
  'npm run bench -- check [--count 30] [--seed 1] [--only SEED] [--kind frr|quagga|lemur|mixed] [--on docker,sim] [--routers N] [--parallel 2] [--folder runs/check]'

/** Throws an InputError for what is not understood. */
export const checkOptions = (args: readonly string[]): CheckOptions => {
  const { count, seed, only, kind, on, routers, parallel, folder } = parse(args)
  const first = number('--seed', only ?? seed, 0, 1_000_000_000)
  const length = only === undefined ? number('--count', count, 1, 100_000) : 1
  return {
    seeds: Array.from({ length }, (_, i) => first + i),
    kinds: kindsOf(kind),
    grounds: groundsOf(on),
    ...(routers !== undefined && { routers: number('--routers', routers, 2, 26) }),
    parallel: number('--parallel', parallel, 1, 8),
    folder,
  }
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        count: { type: 'string', default: '30' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
        kind: { type: 'string', default: 'frr' },
        on: { type: 'string', default: 'docker,sim' },
        routers: { type: 'string' },
        parallel: { type: 'string', default: '2' },
        folder: { type: 'string', default: 'runs/check' },
      },
    }).values
  } catch (error) {
    throw new InputError((error as Error).message, { hint: USAGE })
  }
}

/** `mixed` draws a kind for each node; a list with commas says from which. */
const kindsOf = (text: string): readonly string[] => {
  if (text === 'mixed') return kindNames
  const kinds = text.split(',')
  const unknown = kinds.find((kind) => !kindNames.includes(kind))
  if (unknown === undefined) return kinds
  throw new InputError(`--kind ${unknown}: known are ${kindNames.join(', ')} and mixed`)
}

const groundsOf = (text: string): readonly Ground[] =>
  text.split(',').map((name) => {
    const ground = grounds.find((candidate) => candidate.name === name)
    if (ground) return ground
    throw new InputError(`--on ${name}: known are ${grounds.map((one) => one.name).join(', ')}`)
  })

const number = (option: string, text: string, min: number, max: number): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new InputError(`${option} ${text}: not a whole number from ${min} to ${max}`, {
    hint: USAGE,
  })
}
