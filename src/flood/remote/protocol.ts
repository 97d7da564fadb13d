/** An engine that runs in another place, a container: one JSON line a request, one or more for its answer. */
import type { StreamOptionsInput } from '../files/options.ts'
import type { EncodedStream, FloodSetup, SyntheticStream, Totals, Transfer } from '../types.ts'

/** A file of the place where the engine runs: raw messages, MRT, ExaBGP lines. */
export interface FileStream {
  readonly type: 'file'
  readonly path: string
  readonly options: StreamOptionsInput
}

/** An encoded stream whose octets went over before, in pieces. */
export interface KeptStream extends Omit<EncodedStream, 'type' | 'bytes' | 'times'> {
  readonly type: 'kept'
  readonly key: number
  readonly times?: { readonly offsets: readonly number[]; readonly atMs: readonly number[] }
}

export interface RemoteTransfer extends Omit<Transfer, 'stream'> {
  readonly stream: SyntheticStream | FileStream | KeptStream
  /** Names of processes whose CPU and memory are watched from the start of the transfer to its end. */
  readonly watch: readonly string[]
}

/** A piece of an encoded stream; the first one makes room for `size` octets. */
export interface Piece {
  readonly key: number
  readonly size: number
  readonly at: number
  readonly base64: string
}

export type RequestBody =
  | { readonly do: 'open'; readonly setup: FloodSetup }
  | { readonly do: 'establish' }
  | { readonly do: 'transfer'; readonly job: RemoteTransfer }
  | { readonly do: 'canaries'; readonly timeoutMs: number }
  | { readonly do: 'keep'; readonly piece: Piece }
  | { readonly do: 'keepalive' }
  | { readonly do: 'restart' }
  | { readonly do: 'close' }
  /** Ends the request with this id, whose answer then says so. */
  | { readonly do: 'abort'; readonly target: number }

export type Request = RequestBody & { readonly id: number }

export type Answer =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: RemoteError }
  | { readonly id: number; readonly progress: Totals & { readonly atMs: number } }
  /** The first line: the engine can be asked. */
  | { readonly ready: true; readonly node: string }

/** `exitStatus` says which class of lib/errors.ts it was; absent for a mistake of ours. */
export interface RemoteError {
  readonly message: string
  readonly exitStatus?: number
}
