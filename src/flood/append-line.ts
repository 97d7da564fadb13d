import { appendFileSync } from 'node:fs'
import { BackendError } from '../lib/errors.ts'

/** Appends to a file; what went wrong is a BackendError that names the file. */
export const appendText = (path: string, text: string): void => {
  try {
    appendFileSync(path, text)
  } catch (error) {
    throw new BackendError(`cannot write ${path}: ${reasonOf(error)}`, {
      hint: 'the record is on standard output with --json',
    })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such folder',
}

const reasonOf = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException
  return REASONS[code] ?? message
}
