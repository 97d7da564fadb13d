/**
 * The simulator, part by part, each in its own file: which of them can be named, the default is all.
 * `npm run bench -- sim [PART...] [--all]`.
 */
import { didYouMean } from '../src/lib/did-you-mean.ts'
import { InputError } from '../src/lib/errors.ts'
import type { BenchModule } from './index.ts'

const PARTS: Readonly<Record<string, string>> = {
  solver: './sim-solver.js',
  events: './sim-events.js',
}

export const main = async (args: readonly string[]): Promise<void> => {
  const options = args.filter((arg) => arg.startsWith('--'))
  const named = args.filter((arg) => !arg.startsWith('--'))
  for (const name of named) if (!Object.hasOwn(PARTS, name)) throw unknown(name)
  for (const [name, file] of Object.entries(PARTS)) {
    if (named.length > 0 && !named.includes(name)) continue
    const part = (await import(file)) as BenchModule
    await part.main(options)
  }
}

const unknown = (name: string): InputError =>
  new InputError(`unknown part ${JSON.stringify(name)} of the bench`, {
    hint: didYouMean(name, Object.keys(PARTS)),
  })
