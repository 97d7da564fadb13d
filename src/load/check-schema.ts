/** Judges a source by a zod schema and says what is wrong in the words of the file, not of zod. */
import type { z } from 'zod'
import { didYouMean } from '../lib/did-you-mean.ts'
import type { Problem } from './problem.ts'
import type { Path, Source } from './yaml-source.ts'

export interface Checked<T> {
  /** Undefined when there are problems. */
  readonly value?: T
  readonly problems: readonly Problem[]
  /** Where each problem is. */
  readonly paths: readonly Path[]
}

/**
 * A schema's own message may hold a hint after a line break: `no unit: 9\nwrite 9s or 9000ms`.
 * `data` replaces the source's value where a part of it was taken out.
 */
export const checkSchema = <Schema extends z.ZodType>(
  source: Source,
  schema: Schema,
  data: unknown = source.value,
): Checked<z.output<Schema>> => {
  const { value, findings } = judge(schema, data)
  if (value !== undefined) return { value, problems: [], paths: [] }
  return {
    problems: findings.map(({ path, text, hint, at }) => source.problem(path, text, { hint, at })),
    paths: findings.map(({ path }) => path),
  }
}

/** Like checkSchema, for values that do not come from a file: what is wrong, and where in the value. */
export const judge = <Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
): { readonly value?: z.output<Schema>; readonly findings: readonly Finding[] } => {
  const result = schema.safeParse(data, { error: message })
  if (result.success) return { value: result.data, findings: [] }
  const findings = result.error.issues.flatMap((issue) => explain(issue, []))
  return { findings: withoutEchoes(findings) }
}

/** A mistyped key that must be there is one problem, not an unknown key and a missing one. */
const withoutEchoes = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ path, text }) =>
      !text.endsWith('is missing') ||
      !findings.some(
        (other) =>
          other.hint?.startsWith(`did you mean ${JSON.stringify(path.at(-1))}`) &&
          other.path.length === path.length &&
          other.path.slice(0, -1).every((key, i) => key === path[i]),
      ),
  )

type Issue = z.core.$ZodIssue
type RawIssue = z.core.$ZodRawIssue

export interface Finding {
  readonly path: Path
  readonly text: string
  readonly hint?: string | undefined
  readonly at: 'key' | 'value'
}

const explain = (issue: Issue, above: Path): readonly Finding[] => {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ').filter(Boolean)
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: `unknown key ${JSON.stringify(key)}`,
      hint: didYouMean(key, known),
      at: 'key',
    }))
  }
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => textOf(inner, path, 'key'))
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = meantBranch(issue.errors)
    if (branch) return branch.flatMap((inner) => explain(inner, path))
  }
  return [textOf(issue, path, 'value')]
}

/** Of the forms that a value may have: the one whose outer type fits, and with the fewest problems. */
const meantBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  branches
    .filter((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && !path.length))
    .toSorted((a, b) => a.length - b.length)[0]

const textOf = (issue: Issue, path: Path, at: 'key' | 'value'): Finding => {
  const [text = '', hint] = issue.message.split('\n')
  return { path, text, hint, at }
}

const message = (issue: RawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue)
    case 'unrecognized_keys':
      return knownKeys(issue).join(' ')
    case 'invalid_value':
      return wrongValue(issue.input, issue.values, lastName(issue))
    case 'invalid_union':
      return unionMessage(issue)
    case 'invalid_format':
      return `${describe(issue.input)} is not written as it must be`
    case 'too_small':
    case 'too_big':
      return outOfRange(issue)
    default:
      return undefined
  }
}

const wrongType = (issue: RawIssue): string => {
  const { input, expected } = issue
  if (input === undefined) return missing(issue)
  if (input === null && !issue.path?.length) return 'the file is empty'
  const found = `expected ${typeName(String(expected))}, found ${describe(input)}`
  const hint = typeHint(input, expected)
  return hint === undefined ? found : `${found}\n${hint}`
}

const typeHint = (input: unknown, expected: unknown): string | undefined => {
  if (expected === 'string' && ['number', 'boolean'].includes(typeof input))
    return `write "${input}" in quotes`
  if (typeof input !== 'string') return undefined
  if (expected === 'boolean' && /^(yes|on|no|off)$/i.test(input))
    return `write ${/^(yes|on)$/i.test(input)}`
  const isNumber = expected === 'number' && input !== '' && Number.isFinite(Number(input))
  return isNumber ? `write ${input} without quotes` : undefined
}

const missing = (issue: RawIssue): string =>
  `${JSON.stringify(lastName(issue) ?? 'a value')} is missing`

const knownKeys = (issue: RawIssue): string[] => {
  const shape = (issue.inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def
    ?.shape
  return Object.keys(shape ?? {})
}

const wrongValue = (written: unknown, values: readonly unknown[], name = 'value'): string => {
  const known = values.map(String)
  if (written === undefined)
    return `${JSON.stringify(name)} is missing
known: ${known.join(', ')}`
  return `unknown ${name} ${describe(written)}
${didYouMean(typeof written === 'string' ? written : '', known)}`
}

const lastName = ({ path }: RawIssue): string | undefined => {
  const name = path?.at(-1)
  return typeof name === 'string' ? name : undefined
}

const unionMessage = (issue: RawIssue): string => {
  const { discriminator, options, input } = issue
  if (typeof discriminator !== 'string') return `no valid form, found ${describe(input)}`
  const written = (input as Readonly<Record<string, unknown>> | null)?.[discriminator]
  return wrongValue(written, Array.isArray(options) ? options : [], discriminator)
}

const outOfRange = (issue: RawIssue): string => {
  const isSmall = issue.code === 'too_small'
  const bound = Number(isSmall ? issue.minimum : issue.maximum)
  const limit = `${issue.exact ? 'exactly' : isSmall ? 'at least' : 'at most'} ${bound}`
  if (issue.origin === 'array') return `expected ${limit} ${bound === 1 ? 'entry' : 'entries'}`
  if (issue.origin === 'string') return `expected ${limit} characters`
  const strictly =
    issue.inclusive === false ? (isSmall ? `more than ${bound}` : `less than ${bound}`) : limit
  return `expected ${strictly}, found ${describe(issue.input)}`
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  record: 'a map of names',
  array: 'a list',
  tuple: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
}

const typeName = (type: string): string => TYPE_NAMES[type] ?? type

const describe = (input: unknown): string => {
  if (input === null) return 'nothing'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'a map of keys'
  if (typeof input === 'string') return JSON.stringify(input)
  // As YAML writes them.
  return Number.isFinite(input) ? String(input) : (NOT_FINITE[String(input)] ?? String(input))
}

const NOT_FINITE: Readonly<Record<string, string>> = {
  NaN: '.nan',
  Infinity: '.inf',
  '-Infinity': '-.inf',
}
