import { parseArgs } from 'node:util'
import { InputError } from '../../src/lib/errors.ts'

export interface BackendsOptions {
  /** Names of plans; all of them when empty. */
  readonly only: readonly string[]
  readonly docker: 'play' | 'reuse' | 'skip'
  readonly markdown: boolean
  /** Where run folders go, and are looked for: one folder for each backend. */
  readonly runs: string
}

const USAGE =
  'npm run bench -- backends [--only NAME,...] [--skip-docker | --reuse-docker] [--markdown] [--runs runs/backends]'

/** Throws an InputError for what is not understood. */
export const backendsOptions = (args: readonly string[]): BackendsOptions => {
  const values = parse(args)
  const skip = values['skip-docker']
  const reuse = values['reuse-docker']
  if (skip && reuse)
    throw new InputError('--skip-docker and --reuse-docker: one of them', { hint: USAGE })
  return {
    only: values.only?.split(',') ?? [],
    docker: skip ? 'skip' : reuse ? 'reuse' : 'play',
    markdown: values.markdown,
    runs: values.runs,
  }
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        'skip-docker': { type: 'boolean', default: false },
        'reuse-docker': { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        runs: { type: 'string', default: 'runs/backends' },
      },
    }).values
  } catch (error) {
    throw new InputError((error as Error).message, { hint: USAGE })
  }
}
