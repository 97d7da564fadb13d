/** A run as its folder has it: everything follows from the journal. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { InputError } from '../lib/errors.ts'
import { measureAll } from '../measure/index.ts'
import type { JournalEntry } from '../model/event.ts'
import { entriesOf, type FinishedRun } from '../report/finished-run.ts'
import { worstOf } from '../run/verdict.ts'
import { refuseMatrix } from './cells-below.ts'

/** `path` is the run folder, or the journal in it. */
export const readRun = (path: string): FinishedRun => {
  const run = readFolder(path)
  const { entries, folder } = run
  return {
    ...run,
    measurements: measureAll(entries),
    assertions: assertionsOf(folder, run),
    result: worstOf(entriesOf(run, 'run-ended')),
  }
}

/** The journal alone, of the same two. */
export const readFolder = (
  path: string,
): { readonly entries: readonly JournalEntry[]; readonly folder: string } => {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const folder = isFolder ? path : join(path, '..')
  refuseMatrix(folder)
  return { entries: readJournal(isFolder ? join(path, 'events.jsonl') : path), folder }
}

const readJournal = (file: string): readonly JournalEntry[] => {
  if (!existsSync(file))
    throw new InputError(`${file} does not exist`, {
      hint: 'a run folder, its name, or latest; --runs says where else they are',
    })
  const lines = readFileSync(file, 'utf8').split('\n')
  const entries = lines.flatMap((line, i) => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as JournalEntry]
    } catch (cause) {
      // Whoever was killed while writing leaves half a line at the end.
      if (i === lines.length - 1) return []
      throw new InputError(`${file}:${i + 1} is not a line of a journal`, { cause })
    }
  })
  if (entries.some(({ type }) => type === 'run-started')) return entries
  throw new InputError(`${file} is not the journal of a run: it has no run-started`)
}

/** The journal has those that were judged; the plan has the others too. */
const assertionsOf = (folder: string, run: Pick<FinishedRun, 'entries'>): readonly string[] => {
  const judged = entriesOf(run, 'assertion-judged').map(({ text }) => text)
  const file = join(folder, 'plan.yaml')
  return existsSync(file) ? [...new Set([...judged, ...planned(file)])] : judged
}

const planned = (file: string): readonly string[] => {
  const plan: unknown = parse(readFileSync(file, 'utf8'))
  const { assertions } = (plan ?? {}) as { readonly assertions?: unknown }
  if (!Array.isArray(assertions)) return []
  return assertions.filter((assertion) => typeof assertion === 'string')
}
