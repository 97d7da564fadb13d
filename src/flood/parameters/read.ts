/**
 * Parameters from what was given (flags, or the JSON of `--config`), then from the environment
 * under kakapo's names, then defaults. Where MODE is set the environment is that of a kakapo
 * script, so kakapo's defaults hold. All problems are shown at once.
 */
import { nearest } from '../../lib/did-you-mean.ts'
import { InputError } from '../../lib/errors.ts'
import { modes } from '../modes/index.ts'
import { factsOf, flagOf, type ParameterName, type Parameters, parameterNames } from './index.ts'
import type { KakapoName } from './kinds.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Given {
  readonly values: Readonly<Record<string, unknown>>
  readonly as: 'flags' | 'config'
}

export interface ReadParameters {
  readonly parameters: Parameters
  /** Those that somebody chose, by flag, config or environment. */
  readonly chosen: ReadonlySet<ParameterName>
  /** A kakapo script: MODE is set in the environment. */
  readonly kakapo: boolean
  readonly notes: readonly string[]
}

/** What kakapo reads and no longer uses. */
export const DEAD = ['LOGFILE', 'LOGPATH', 'IDLETHR', 'SHOWRATE', 'RATEBLOCKSIZE'] as const

interface Written {
  readonly value: unknown
  /** As it was written and where, for the error: `--repeat x`, `REPEAT=x in the environment`. */
  readonly where: string
  readonly from: 'given' | 'environment' | 'default'
}

export const readParameters = (given: Given, environment: Environment): ReadParameters => {
  const kakapo = environment.MODE !== undefined && environment.MODE !== ''
  const problems = unknownNames(given)
  const values: Record<string, unknown> = {}
  const chosen = new Set<ParameterName>()
  for (const name of parameterNames) {
    const written = writtenFor(name, given, environment, kakapo)
    if (written === undefined) continue
    if (written.from !== 'default') chosen.add(name)
    const parsed = factsOf(name).schema.safeParse(written.value)
    if (parsed.success) values[name] = parsed.data
    else problems.push(problem(written, parsed.error.issues[0]?.message))
  }
  if (problems.length > 0) throw new InputError(problems)
  return {
    // Every schema has read its value, and those without one are optional.
    parameters: values as unknown as Parameters,
    chosen,
    kakapo,
    notes: notesOf(given, environment),
  }
}

const writtenFor = (
  name: ParameterName,
  given: Given,
  environment: Environment,
  kakapo: boolean,
): Written | undefined => {
  const { env, default: usual } = factsOf(name)
  const value = given.values[name]
  if (value !== undefined) return { value, where: whereGiven(name, value, given), from: 'given' }
  const text = env && environment[env.name]
  if (env && text !== undefined && text !== '' && text !== env.unset)
    return fromEnvironment(env, text)
  const fallback = (kakapo ? env?.default : undefined) ?? usual
  return fallback === undefined
    ? undefined
    : { value: fallback, where: `the default of ${name}`, from: 'default' }
}

const whereGiven = (name: string, value: unknown, { as }: Given): string =>
  as === 'flags' ? `${flagOf(name)} ${plain(value)}` : `"${name}": ${JSON.stringify(value)}`

const plain = (value: unknown): string =>
  /[\s"]/.test(String(value)) ? JSON.stringify(value) : String(value)

const fromEnvironment = ({ name, unit }: KakapoName, text: string): Written => {
  const where = `${name}=${text} in the environment`
  const from = 'environment'
  if (name === 'MODE') return { value: modeWord(text), where, from }
  if (unit === undefined) return { value: text, where, from }
  const isNumber = /^\d+(\.\d+)?$/.test(text)
  return { value: isNumber ? `${text}s` : NOT_SECONDS, where, from }
}

/** No schema takes it, and its problem is that of a number. */
const NOT_SECONDS = Symbol('not a number of seconds')

/** kakapo's own words; BURST, its default, has no test behind it any more. */
const modeWord = (text: string): string => {
  if (text === 'BURST') return 'single'
  return modes.find(({ kakapo }) => kakapo === text)?.name ?? text
}

const problem = ({ where, value }: Written, message = 'is wrong'): string => {
  if (value === NOT_SECONDS) return `${where}: must be a number of seconds`
  const [why = '', hint] = message.split('\n')
  return hint === undefined ? `${where}: ${why}` : `${where}: ${why}\n  try: ${hint}`
}

const unknownNames = ({ values, as }: Given): string[] =>
  Object.keys(values)
    .filter((name) => !parameterNames.some((known) => known === name))
    .map((name) => {
      const written = as === 'flags' ? flagOf(name) : `"${name}"`
      const near = nearest(name, parameterNames)
      const meant = near === undefined ? '' : `${as === 'flags' ? flagOf(near) : `"${near}"`}, or `
      return `${written}: there is no such parameter\n  try: ${meant}chaoslemur flood --help for all of them`
    })

const notesOf = (given: Given, environment: Environment): readonly string[] => {
  const used = parameterNames.flatMap((name) => {
    const { env } = factsOf(name)
    const text = env && environment[env.name]
    return env && text && given.values[name] === undefined ? [`${env.name}=${text}`] : []
  })
  const dead = DEAD.filter((name) => environment[name] !== undefined)
  return [
    ...(used.length > 0 ? [`from the environment: ${used.join(' ')}`] : []),
    ...(environment.MODE === 'BURST' && given.values.mode === undefined
      ? ['MODE=BURST has no test behind it in kakapo; this is mode single']
      : []),
    ...dead.map((name) => `${name} has no effect: kakapo reads it and does not use it either`),
  ]
}
