/** How the engine and its threads talk: requests with answers, over a message port. */
import { BackendError, InputError, LemurError } from '../lib/errors.ts'

export interface Request {
  readonly id: number
  readonly call: string
  readonly args: readonly unknown[]
}

export interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: ErrorText
}

/** An error without its class, which does not survive a message port. */
export interface ErrorText {
  readonly message: string
  readonly hint?: string | undefined
  readonly output?: readonly string[]
  readonly stack?: string | undefined
  readonly exitStatus?: number
}

export const describeError = (error: unknown): ErrorText => {
  if (!(error instanceof Error)) return { message: String(error) }
  if (!(error instanceof LemurError)) return { message: error.message, stack: error.stack }
  const output = error instanceof BackendError ? error.output : []
  return { message: error.message, hint: error.hint, output, exitStatus: error.exitStatus }
}

export const errorOf = ({ message, hint, stack, output = [], exitStatus }: ErrorText): Error => {
  if (exitStatus === INPUT) return new InputError(message, { hint })
  if (exitStatus !== undefined) return new BackendError(message, { hint, output })
  return Object.assign(new Error(message), stack === undefined ? {} : { stack })
}

const INPUT = new InputError('').exitStatus
