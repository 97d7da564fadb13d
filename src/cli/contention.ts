import { InputError } from '../lib/errors.ts'
import type { Contention, Plan } from '../model/plan.ts'

const NAME = 'CHAOSLEMUR_CONTENTION'
const KNOWN: readonly Contention[] = ['ignore', 'warn', 'invalid']

/** What is done about a busy host: the option says it first, then the plan, then the environment. */
export const contentionOf = ({ contention }: Plan, isAllowed: boolean): Contention =>
  isAllowed ? 'warn' : (contention ?? fromEnvironment() ?? 'invalid')

const fromEnvironment = (): Contention | undefined => {
  const text = process.env[NAME] ?? ''
  const known = KNOWN.find((one) => one === text)
  if (text !== '' && !known)
    throw new InputError(`${NAME} is ${JSON.stringify(text)}`, {
      hint: `known: ${KNOWN.join(', ')}`,
    })
  return known
}
