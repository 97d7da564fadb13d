/** Files piece by piece, opened when they are compressed. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip, type Gunzip } from 'node:zlib'
import { Bzip2Error } from './bzip2/damaged.ts'
import { BZIP2_MAGIC, unpackBzip2 } from './bzip2/unpack.ts'
import { BackendError, InputError, type LemurError } from './errors.ts'

const GZIP = [0x1f, 0x8b]
const XZ = [0xfd, 0x37, 0x7a, 0x58, 0x5a]
const ZSTANDARD = [0x28, 0xb5, 0x2f, 0xfd]

/** What Node of every version that we run on cannot open, and what does. */
const UNOPENED = [
  { name: 'xz', magic: XZ, tool: 'unxz' },
  { name: 'Zstandard', magic: ZSTANDARD, tool: 'unzstd' },
]

export interface BytesOptions {
  /** Ends the reading: the AbortError of Node is thrown. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The octets of a file, `-` for standard input; gzip and bzip2 are opened, whatever its name. All that
 * could be read comes before an error: InputError or BackendError, with the reason.
 */
export async function* readBytes(
  path: string,
  { signal }: BytesOptions = {},
): AsyncGenerator<Uint8Array> {
  const source =
    path === '-' ? process.stdin : createReadStream(path, { signal, highWaterMark: 1 << 18 })
  const pieces = described(source, path, signal)
  const first = await pieces.next()
  if (first.done) return
  const closed = UNOPENED.find(({ magic }) => begins(first.value, magic))
  if (closed)
    throw new InputError(`${nameOf(path)} is compressed with ${closed.name}`, {
      hint: `${closed.tool} < ${path} | chaoslemur ... -`,
    })
  const whole = withFirst(first.value, pieces)
  yield* opened(whole, first.value, nameOf(path))
}

const opened = (
  pieces: AsyncGenerator<Uint8Array>,
  first: Uint8Array,
  name: string,
): AsyncGenerator<Uint8Array> => {
  if (begins(first, GZIP)) return gunzip(pieces, name)
  return begins(first, BZIP2_MAGIC) ? bunzip2(pieces, name) : pieces
}

/** `<stdin>` for `-`. */
export const nameOf = (path: string): string => (path === '-' ? '<stdin>' : path)

/** By its content, not by its name. */
export const isGzip = async (path: string): Promise<boolean> => {
  try {
    await using file = await open(path)
    const head = new Uint8Array(GZIP.length)
    await file.read(head, 0, head.length, 0)
    return begins(head, GZIP)
  } catch (cause) {
    throw readError(path, cause)
  }
}

/** What went wrong with a file: InputError where another name would help, else BackendError. */
export const readError = (path: string, cause: unknown): LemurError => {
  const { code = '', message = String(cause) } = cause as { code?: string; message?: string }
  const reason = REASONS[code]
  const text = `cannot read ${nameOf(path)}: ${reason ?? message}`
  return reason === undefined ? new BackendError(text, { cause }) : new InputError(text, { cause })
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
}

async function* described(
  source: AsyncIterable<Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of source) {
      signal?.throwIfAborted()
      yield piece
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw readError(path, cause)
  }
}

async function* withFirst(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

/**
 * One piece goes in, then everything that came out of it is given on: so the memory stays small, and
 * a file that is cut off gives all that could be opened before its error.
 */
async function* gunzip(
  pieces: AsyncGenerator<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const opened: Uint8Array[] = []
  const inflater = createGunzip({ chunkSize: 1 << 18 })
  let failure: unknown
  inflater.on('data', (piece: Uint8Array) => opened.push(piece))
  inflater.on('error', (error) => {
    failure = error
  })
  try {
    for await (const piece of pieces) {
      await put(inflater, piece)
      yield* opened.splice(0)
      if (failure) break
    }
    if (!failure) await finish(inflater)
    yield* opened.splice(0)
  } finally {
    inflater.destroy()
  }
  if (failure) throw gzipError(name, failure)
}

async function* bunzip2(
  pieces: AsyncGenerator<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* unpackBzip2(pieces)
  } catch (cause) {
    if (!(cause instanceof Bzip2Error)) throw cause
    const what = cause.isShort ? 'cut off' : 'damaged'
    throw new InputError(`cannot read ${name} to its end: the bzip2 file is ${what}`, { cause })
  }
}

const put = (inflater: Gunzip, piece: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    inflater.once('close', resolve)
    inflater.write(piece, () => {
      inflater.off('close', resolve)
      resolve()
    })
  })

const finish = (inflater: Gunzip): Promise<void> =>
  new Promise((resolve) => {
    inflater.once('close', resolve)
    inflater.once('end', resolve)
    inflater.end()
  })

const gzipError = (name: string, cause: unknown): InputError => {
  const isShort = (cause as { code?: string }).code === 'Z_BUF_ERROR'
  const what = isShort ? 'the gzip file is cut off' : 'the gzip file is damaged'
  return new InputError(`cannot read ${name} to its end: ${what}`, { cause })
}

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((octet, i) => bytes[i] === octet)
