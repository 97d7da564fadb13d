/** Every parameter of a flood. The names are those of JSON; flags are the same in kebab-case. */
import type { z } from 'zod'
import type { Parameter } from './kinds.ts'
import { paceParameters } from './pace.ts'
import { resultParameters } from './results.ts'
import { sessionParameters } from './sessions.ts'
import { streamParameters } from './stream.ts'
import { testParameters } from './test.ts'

export const parameters = {
  ...testParameters,
  ...streamParameters,
  ...paceParameters,
  ...sessionParameters,
  ...resultParameters,
} as const

export type ParameterName = keyof typeof parameters

export type Parameters = {
  readonly [Name in ParameterName]: z.output<(typeof parameters)[Name]['schema']>
}

export const parameterNames = Object.keys(parameters) as readonly ParameterName[]

export const factsOf = (name: ParameterName): Parameter => parameters[name]

/** `repeatDelay` is `--repeat-delay`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
