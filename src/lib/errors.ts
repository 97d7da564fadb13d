/** The error classes, by who must act. All text that a user sees is made here or in load/problem.ts. */

/** Exit status of the command line (see README). */
export const EXIT = {
  ok: 0,
  failed: 1,
  input: 2,
  environment: 3,
  untrustworthy: 4,
  interrupted: 130,
} as const

interface Facts {
  /** What to try. */
  readonly hint?: string | undefined
  readonly cause?: unknown
}

export abstract class LemurError extends Error {
  abstract readonly exitStatus: number
  readonly hint: string | undefined
  constructor(message: string, { hint, cause }: Facts = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.hint = hint
  }
}

/** The user must act: a file or an argument is wrong. Holds all problems of the file, ready to print. */
export class InputError extends LemurError {
  readonly exitStatus = EXIT.input
  readonly problems: readonly string[]
  constructor(problems: string | readonly string[], facts: Facts = {}) {
    const list = typeof problems === 'string' ? [problems] : problems
    super(list.join('\n'), facts)
    this.problems = list
  }
}

/** The machine must be mended: engine, kernel, network, disk. */
export class BackendError extends LemurError {
  readonly exitStatus = EXIT.environment
  /** The last lines of output of what failed. */
  readonly output: readonly string[]
  constructor(
    message: string,
    { output = [], ...facts }: Facts & { output?: readonly string[] } = {},
  ) {
    super(message, facts)
    this.output = output
  }
}

/** The lab did not get there in time: what was awaited, and what was seen instead. */
export class TimeoutError extends LemurError {
  readonly exitStatus = EXIT.untrustworthy
  readonly seen: readonly string[]
  constructor(message: string, { seen = [], ...facts }: Facts & { seen?: readonly string[] } = {}) {
    super(message, facts)
    this.seen = seen
  }
}

/** What is done about a wrong attribute or message (RFC 7606 section 2), the mildest first. */
export type WireOutcome = 'discard' | 'withdraw' | 'reset'

/** What a NOTIFICATION says of an error (RFC 4271 section 6): it goes out when the outcome is `reset`. */
export interface WireNotification {
  readonly code: number
  readonly subcode: number
  readonly data: Uint8Array
}

interface WireFacts {
  readonly offset: number
  readonly section: string
  readonly outcome?: WireOutcome | undefined
  readonly notification?: WireNotification | undefined
}

/** Bytes of another speaker that are not BGP. Never reaches the user raw. */
export class WireError extends LemurError {
  readonly exitStatus = EXIT.environment
  /** Octet offset in the message. */
  readonly offset: number
  /** RFC section that was broken, e.g. `RFC 4271 6.1`. */
  readonly section: string
  readonly outcome: WireOutcome
  /** Code 0 where there is no session to tell (files, captures). */
  readonly notification: WireNotification
  constructor(message: string, at: WireFacts) {
    super(message)
    this.offset = at.offset
    this.section = at.section
    this.outcome = at.outcome ?? 'reset'
    this.notification = at.notification ?? { code: 0, subcode: 0, data: new Uint8Array(0) }
  }
}

/** The text of an error for a terminal: message, what was seen, last output, cause, hint. Never a stack. */
export const explain = (error: unknown): string => {
  if (!(error instanceof LemurError)) return String(error instanceof Error ? error.message : error)
  return [
    error.message,
    ...(error instanceof TimeoutError ? error.seen.map(indent) : []),
    ...(error instanceof BackendError ? error.output.map(indent) : []),
    ...causes(error).map((text) => `  because: ${text}`),
    ...(error.hint ? [`  try: ${error.hint}`] : []),
  ].join('\n')
}

const indent = (line: string): string => `  ${line}`

const causes = (error: Error): string[] => {
  if (!(error.cause instanceof Error)) return error.cause === undefined ? [] : [String(error.cause)]
  return [error.cause.message, ...causes(error.cause)]
}
