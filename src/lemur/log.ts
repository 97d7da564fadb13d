import { stamp } from './wall-clock.ts'

/** One line to the container's log. */
export const log = (text: string): void => {
  process.stdout.write(`${stamp()} ${text}\n`)
}
