/** Encoded streams on their way to an engine elsewhere: cut into pieces, and put together again. */
import type { EncodedStream } from '../types.ts'
import type { KeptStream, Piece } from './protocol.ts'

/** A line of this many octets, and a third more as text. */
const LARGEST_PIECE = 1 << 20

export function* piecesOf(bytes: SharedArrayBuffer, key: number): Generator<Piece> {
  const size = bytes.byteLength
  for (let at = 0; at === 0 || at < size; at += LARGEST_PIECE) {
    const length = Math.min(LARGEST_PIECE, size - at)
    yield { key, size, at, base64: Buffer.from(bytes, at, length).toString('base64') }
  }
}

export const withoutOctets = (stream: EncodedStream, key: number): KeptStream => {
  const { bytes: _, times, ...rest } = stream
  return {
    ...rest,
    type: 'kept',
    key,
    ...(times ? { times: { offsets: [...times.offsets], atMs: [...times.atMs] } } : {}),
  }
}

export interface Store {
  keep(piece: Piece): void
  streamOf(kept: KeptStream): EncodedStream
}

export const createStore = (): Store => {
  const streams = new Map<number, SharedArrayBuffer>()
  return {
    keep({ key, size, at, base64 }) {
      const bytes = streams.get(key) ?? new SharedArrayBuffer(size)
      streams.set(key, bytes)
      new Uint8Array(bytes).set(Buffer.from(base64, 'base64'), at)
    },
    streamOf({ key, times, type: _, ...rest }) {
      const bytes = streams.get(key)
      if (!bytes) throw new Error(`no stream ${key} is kept`)
      return {
        ...rest,
        type: 'encoded',
        bytes,
        ...(times && {
          times: { offsets: Float64Array.from(times.offsets), atMs: Float64Array.from(times.atMs) },
        }),
      }
    },
  }
}
