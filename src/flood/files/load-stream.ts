/** Every file that a flood can send: encoded messages, MRT, ExaBGP lines. */
import { InputError } from '../../lib/errors.ts'
import { isGzip, nameOf, readBytes } from '../../lib/read-bytes.ts'
import type { EncodedStream } from '../types.ts'
import { detectFormat, type StreamFormat } from './detect.ts'
import { loadExabgp } from './exabgp.ts'
import type { FileInput } from './input.ts'
import { loadMrt } from './mrt.ts'
import type { TableOptions } from './mrt-table.ts'
import { type StreamOptions, type StreamOptionsInput, streamOptions } from './options.ts'
import { loadRawFile, loadRawPieces } from './raw.ts'

export interface LoadedStream extends EncodedStream {
  readonly format: StreamFormat
  /** What was left out, and why: one line each. The first hundred, and how many there were more. */
  readonly problems: readonly string[]
}

/**
 * Reads the file and encodes all of it. InputError when it is none of the formats, is malformed
 * where nothing can be left out, or has nothing for the chosen peer; BackendError when the disk
 * fails. `-` reads standard input.
 */
export const loadStream = async (
  path: string,
  options: StreamOptionsInput = {},
  signal?: AbortSignal,
): Promise<LoadedStream> => {
  const checked = checkedOptions(options)
  const source = await openSource(path, signal)
  const format = checked.format ?? detectFormat(source.head, path) ?? unknownFormat(path)
  const problems = createProblems()
  const input = { name: nameOf(path), open: source.open, options: checked, report: problems.add }
  const stream = await LOADERS[format](input, { path, isPlain: source.isPlain, signal })
  return { ...stream, format, problems: problems.take() }
}

interface RawFile {
  readonly path: string
  /** The file has the messages themselves: it is neither gzip nor standard input. */
  readonly isPlain: boolean
  readonly signal: AbortSignal | undefined
}

const LOADERS: Readonly<
  Record<StreamFormat, (input: FileInput, file: RawFile) => Promise<EncodedStream>>
> = {
  raw: (input, { path, isPlain, signal }) =>
    isPlain ? loadRawFile(path, signal) : loadRawPieces(input.name, input.open()),
  mrt: (input) => loadMrt(input, withSource(input)),
  exabgp: (input) => loadExabgp(input, withSource(input)),
}

const withSource = ({ name, options }: FileInput): TableOptions => {
  const { source } = options
  if (source) return { ...options, source }
  throw new InputError(`${name}: its routes need a source, for next hops and AS paths`)
}

interface Source {
  /** Of the content, opened. */
  readonly head: Uint8Array
  readonly isPlain: boolean
  open(): AsyncIterable<Uint8Array>
}

const openSource = async (path: string, signal: AbortSignal | undefined): Promise<Source> => {
  const open =
    path === '-' ? await kept(readBytes(path, { signal })) : () => readBytes(path, { signal })
  const isPlain = path !== '-' && !(await isGzip(path))
  for await (const head of open()) return { head, isPlain, open }
  throw new InputError(`${nameOf(path)} is empty`)
}

/** Standard input comes only once. */
const kept = async (
  pieces: AsyncIterable<Uint8Array>,
): Promise<() => AsyncIterable<Uint8Array>> => {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return async function* () {
    yield* all
  }
}

const checkedOptions = (options: StreamOptionsInput): StreamOptions => {
  const { data, error } = streamOptions.safeParse(options)
  if (data) return data
  throw new InputError(
    error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`),
  )
}

const unknownFormat = (path: string): never => {
  throw new InputError(
    `${nameOf(path)}: neither BGP messages nor an MRT file nor lines of ExaBGP`,
    { hint: 'name the format if it is one of them all the same' },
  )
}

const SHOWN = 100

const createProblems = () => {
  const shown: string[] = []
  let count = 0
  return {
    add(problem: string): void {
      count++
      if (shown.length < SHOWN) shown.push(problem)
    },
    take: (): readonly string[] =>
      count > SHOWN ? [...shown, `and ${count - SHOWN} more of the kind`] : shown,
  }
}
