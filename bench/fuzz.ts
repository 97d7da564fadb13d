/**
 * `npm run bench -- fuzz [--messages N] [--seed N]`: mutated messages through scanner, framer, flat
 * walker and table codec. Exit status 1 for anything but a message or a WireError, and for a
 * difference between the readers; the seed and the message, made small, are printed.
 */
import { parseArgs } from 'node:util'
import { EXIT, InputError } from '../src/lib/errors.ts'
import { type FuzzResult, fuzz } from './fuzz/run.ts'
import { benchTable } from './table.ts'

/** What docs/codec.md states for one core. */
const STATED_PER_S = 25_000
const USAGE = 'npm run bench -- fuzz [--messages N] [--seed N]'

export const main = async (args: readonly string[]): Promise<void> => {
  const { messages, seed } = optionsOf(args)
  // Half of the messages end in an error: their stacks would be most of the work.
  Error.stackTraceLimit = 0
  const before = performance.now()
  const result = fuzz({
    messages,
    seed,
    onProgress: (done) => process.stderr.write(`${done} messages\n`),
  })
  report(result, (performance.now() - before) / 1000, seed)
}

const optionsOf = (args: readonly string[]): { messages: number; seed: number } => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string', default: '10000000' },
        seed: { type: 'string', default: '1' },
      },
    })
    return { messages: wholeNumber(values.messages), seed: wholeNumber(values.seed) }
  } catch (error) {
    throw new InputError((error as Error).message, { hint: USAGE })
  }
}

const wholeNumber = (text: string): number => {
  if (!/^\d{1,12}$/.test(text)) throw new InputError(`${text}: not a whole number`)
  return Number(text)
}

const report = ({ messages, classes, failure }: FuzzResult, tookS: number, seed: number): void => {
  const rows = [...classes].toSorted(([, a], [, b]) => b - a)
  process.stdout.write(
    `${benchTable(
      ['result', 'messages', '%'],
      rows.map(([name, count]) => [name, count, (100 * count) / messages] as const),
    )}\n`,
  )
  const rate = Math.round(messages / tookS)
  const pace = rate < STATED_PER_S ? 'slower than' : 'stated:'
  process.stdout.write(
    `${messages} messages in ${tookS.toFixed(1)} s, ${rate}/s (${pace} ${STATED_PER_S}/s), seed ${seed}\n`,
  )
  if (!failure) return
  const { what, hex, session } = failure
  process.stdout.write(`${what}\nseed ${seed}, session ${JSON.stringify(session)}\n${hex}\n`)
  process.exitCode = EXIT.failed
}
