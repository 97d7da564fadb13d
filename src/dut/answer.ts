import { BackendError } from '../lib/errors.ts'

/** The first group of the pattern; an answer without it is an error that shows the answer. */
export const find = (what: string, output: string, pattern: RegExp): string => {
  const found = pattern.exec(output)?.[1]
  if (found === undefined) throw unreadable(what, output)
  return found
}

/** How often the pattern occurs. */
export const count = (output: string, pattern: RegExp): number =>
  [...output.matchAll(pattern)].length

export const unreadable = (what: string, output: string): BackendError =>
  new BackendError(`the answer to "${what}" cannot be read`, {
    output: output.split('\n').slice(0, 5),
  })
