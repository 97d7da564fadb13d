/** The folder of a run: everything that is known of it afterwards, and nothing outside of it. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { BackendError } from '../lib/errors.ts'

export interface RunFolder {
  readonly path: string
  readonly journalFile: string
  /** Writes a file of the run; one that exists already is an error. */
  write(name: RunFile, text: string): void
  /** The folder for the capture files of one iteration, made here. */
  captures(iteration: number): string
}

export type RunFile =
  | 'plan.yaml'
  | 'topology.json'
  | 'timeline.yaml'
  | 'measurements.json'
  | 'junit.xml'
  | 'summary.txt'
  | 'report.html'

/**
 * Makes `<root>/<plan>-<time>`, with `-2`, `-3` ... when that exists, and points `<root>/latest` at it.
 * `startedAt` is wall-clock milliseconds.
 */
export const createRunFolder = (root: string, plan: string, startedAt: number): RunFolder => {
  return runFolderAt(makeRunFolder(root, plan, startedAt))
}

/** The folder of runs that belong together: one folder for each below it, by name. */
export interface MatrixFolder {
  readonly path: string
  /** Writes a file of the matrix; one that exists already is an error. */
  write(name: MatrixFile, text: string): void
  cell(name: string): RunFolder
}

export type MatrixFile = 'plan.yaml' | 'matrix.txt' | 'matrix.json' | 'matrix.csv' | 'matrix.html'

/** Named and pointed at like a run folder. */
export const createMatrixFolder = (root: string, plan: string, startedAt: number): MatrixFolder => {
  const path = makeRunFolder(root, plan, startedAt)
  return {
    path,
    write: (name, text) => writeFileSync(join(path, name), text, { flag: 'wx' }),
    cell: (name) => {
      mkdirSync(join(path, name))
      return runFolderAt(join(path, name))
    },
  }
}

const makeRunFolder = (root: string, plan: string, startedAt: number): string => {
  mkdirSync(root, { recursive: true })
  const path = makeNew(join(root, `${safe(plan)}-${stamp(startedAt)}`))
  pointLatest(root, basename(path))
  return path
}

const runFolderAt = (path: string): RunFolder => ({
  path,
  journalFile: join(path, 'events.jsonl'),
  write: (name, text) => writeFileSync(join(path, name), text, { flag: 'wx' }),
  captures: (iteration) => makeCaptures(path, iteration),
})

const makeCaptures = (path: string, iteration: number): string => {
  const folder = join(path, 'captures', String(iteration))
  mkdirSync(folder, { recursive: true })
  return folder
}

const makeNew = (base: string): string => {
  for (let count = 1; count < 1000; count++) {
    const path = count === 1 ? base : `${base}-${count}`
    if (existsSync(path)) continue
    if (tryMake(path)) return path
  }
  throw new BackendError(`no free name for a run folder at ${base}`, {
    hint: 'remove old run folders',
  })
}

/** Another run may take the name between the look and the making; then the next name is tried. */
const tryMake = (path: string): boolean => {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new BackendError(`cannot make the run folder ${path}`, { cause: error })
  }
}

const pointLatest = (root: string, name: string): void => {
  const latest = join(root, 'latest')
  // A file or folder that somebody else put there is theirs.
  if (lstatSync(latest, { throwIfNoEntry: false })?.isSymbolicLink() === false) return
  const fresh = join(root, `.latest-${name}`)
  rmSync(fresh, { force: true })
  symlinkSync(name, fresh)
  renameSync(fresh, latest)
}

/** `20261121-090705`, UTC. */
const stamp = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')

const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '')
