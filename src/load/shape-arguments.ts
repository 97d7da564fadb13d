import { type GenerateSpec, generateSpec } from '../generate/index.ts'
import { InputError } from '../lib/errors.ts'
import { judge } from './check-schema.ts'

/**
 * Checks what a command line says of a shape: `{ shape: 'ring', nodes: '5' }`. Text that is a
 * number becomes one.
 */
export const readShapeArguments = (written: Readonly<Record<string, unknown>>): GenerateSpec => {
  const values = Object.entries(written).map(([key, value]) => [key, numberOf(value)])
  const { value, findings } = judge(generateSpec, Object.fromEntries(values))
  if (value !== undefined) return value
  throw new InputError(findings.map(({ path, text, hint }) => line(path, text, hint)))
}

const numberOf = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value

const line = (path: readonly PropertyKey[], text: string, hint: string | undefined): string =>
  `${path.length > 0 ? `${path.join('.')}: ` : ''}${text}${hint ? ` (${hint})` : ''}`
