/** A fault from the command line, made into the activation of a plan of one step. */
import { faults } from '../faults/index.ts'
import { parseDuration } from '../lib/duration.ts'
import { InputError } from '../lib/errors.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Activation } from '../model/timeline.ts'
import { expand } from '../run/timeline.ts'
import type { Context } from './context.ts'
import { parsePlan } from './inputs.ts'

export interface FaultOptions {
  readonly for?: string
  readonly with?: readonly string[]
}

/** The same door as a plan: the same checks, the same selectors, the same effects. */
export const activationOf = async (
  context: Context,
  { topology }: Testbed,
  {
    name,
    on,
    options,
  }: { readonly name: string; readonly on: readonly string[]; readonly options: FaultOptions },
): Promise<Activation> => {
  const step = {
    id: 'fault',
    do: name,
    on: on.length === 1 ? on[0] : on,
    ...(options.with ? { with: parametersOf(options.with) } : {}),
  }
  const load = async (length: { readonly for?: string }): Promise<Activation> => {
    const limits = { 'fault-ttl': FOREVER }
    const steps = [{ ...step, ...length }]
    const plan = { version: 1, name: 'fault', topology: 'the running lab', limits, steps }
    const text = JSON.stringify(plan, null, 1)
    return expand(
      await parsePlan(context, 'the command line', text, topology),
      faults,
    )[0] as Activation
  }
  if (options.for !== undefined) return load({ for: checkedLength(options.for) })
  // A fault that holds needs a length in a plan; here Ctrl-C is one. Only the loader knows which hold.
  return load({}).catch(() => load({ for: FOREVER }))
}

const checkedLength = (text: string): string => {
  if (parseDuration(text) !== undefined) return text
  throw new InputError(`--for ${text}: not a duration`, { hint: 'write 20s or 2m' })
}

const FOREVER = '24h'
/** What a fault without --for is held at most, milliseconds. */
export const HOLD_MS = 24 * 3_600_000

const parametersOf = (pairs: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new InputError(`--with ${pair}: write key=value`)
      const text = pair.slice(at + 1)
      const value = text.includes(',') ? text.split(',') : text
      return [pair.slice(0, at), /^\d+$/.test(text) ? Number(text) : value]
    }),
  )
