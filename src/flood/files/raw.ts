/** Encoded messages one after the other, as kakapo's SENDFILENAME has them. */
import { open } from 'node:fs/promises'
import { InputError, WireError } from '../../lib/errors.ts'
import { readError } from '../../lib/read-bytes.ts'
import type { EncodedStream } from '../types.ts'
import { countMessages } from './count.ts'
import { concat } from './nlri-octets.ts'

/** Straight into shared memory: a file of messages may have hundreds of megabytes. */
export const loadRawFile = async (path: string, signal?: AbortSignal): Promise<EncodedStream> => {
  try {
    const bytes = await readShared(path, signal)
    return counted(path, bytes)
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause instanceof InputError ? cause : readError(path, cause)
  }
}

/** For what is not read from a file as it is: gzip, standard input. */
export const loadRawPieces = async (
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<EncodedStream> => {
  const parts: Uint8Array[] = []
  for await (const piece of pieces) parts.push(piece)
  const whole = concat(parts)
  const bytes = new SharedArrayBuffer(whole.length)
  new Uint8Array(bytes).set(whole)
  return counted(name, bytes)
}

const BLOCK = 1 << 24
/** Several at once keep the disk, and more than one core, busy. */
const READERS = 4

const readShared = async (path: string, signal?: AbortSignal): Promise<SharedArrayBuffer> => {
  await using file = await open(path)
  const { size } = await file.stat()
  const bytes = new SharedArrayBuffer(size)
  const all = new Uint8Array(bytes)
  let next = 0
  const read = async (): Promise<void> => {
    while (next < size) {
      signal?.throwIfAborted()
      let at = next
      const end = Math.min(at + BLOCK, size)
      next = end
      while (at < end) {
        const { bytesRead } = await file.read(all, at, end - at, at)
        if (bytesRead === 0) throw new InputError(`${path} became shorter while it was read`)
        at += bytesRead
      }
    }
  }
  await Promise.all(Array.from({ length: READERS }, read))
  return bytes
}

const counted = (name: string, bytes: SharedArrayBuffer): EncodedStream => {
  try {
    return { type: 'encoded', bytes, ...countMessages(new Uint8Array(bytes)) }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new InputError(`${name}: ${error.message} (${error.section})`, { cause: error })
  }
}
