/** Very many lines, to a file or to stdout. */
import { writeFileSync } from 'node:fs'
import { BackendError, InputError } from '../lib/errors.ts'
import type { Context } from './context.ts'
import { createLineOutput } from './line-output.ts'

export const writeLines = async (
  context: Context,
  lines: Iterable<string>,
  path: string | undefined,
): Promise<void> => {
  if (path !== undefined) return writeFile(context, lines, path)
  const output = createLineOutput(process.stdout)
  for (const line of lines) {
    if (output.closed) return
    output.line(line)
    await output.drained()
  }
  await output.flush()
}

const writeFile = (context: Context, lines: Iterable<string>, path: string): void => {
  const all = [...lines]
  try {
    writeFileSync(path, `${all.join('\n')}\n`)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw new InputError(`cannot write ${path}: ${(cause as Error).message}`, { cause })
    throw new BackendError(`cannot write ${path}`, { cause })
  }
  context.note(`${all.length} lines written to ${path}`)
}
