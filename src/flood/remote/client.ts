import type { Readable, Writable } from 'node:stream'
import { BackendError, EXIT, InputError, TimeoutError } from '../../lib/errors.ts'
import type {
  CanaryTimes,
  EncodedStream,
  FloodSetup,
  SessionUp,
  Totals,
  Transfer,
  TransferResult,
} from '../types.ts'
import type { Usage } from '../usage.ts'
import { piecesOf, withoutOctets } from './kept.ts'
import type { Answer, KeptStream, RemoteError, RemoteTransfer, RequestBody } from './protocol.ts'

type Progress = (totals: Totals & { readonly atMs: number }) => void

export interface TransferJob extends Omit<Transfer, 'stream'> {
  /** A file is one of the other end. */
  readonly stream: Transfer['stream'] | RemoteTransfer['stream']
  readonly watch?: readonly string[]
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
  readonly onProgress: Progress
}

/** Our end of the stdin and stdout of `program.ts`, wherever that runs. Closing stdin ends it. */
export class RemoteEngine {
  readonly #to: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #ready: Promise<unknown>
  /** Of encoded streams whose octets are at the other end. */
  readonly #keys = new Map<SharedArrayBuffer, number>()
  #nextId = 1
  #node = ''
  /** Why nothing can be asked any more. */
  #over: string | undefined

  /** `lastWords` gives what the program wrote to stderr, for the error when it ends by itself. */
  constructor(to: Writable, from: Readable, lastWords: () => string) {
    this.#to = to
    // Id 0: nobody asks; the program's first line answers.
    this.#ready = new Promise((resolve, reject) => {
      this.#waiting.set(0, { resolve, reject, onProgress: () => undefined })
    })
    this.#ready.catch(() => undefined)
    let rest = ''
    from.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#take(JSON.parse(line) as Answer)
    })
    const end = () => this.#end(lastWords())
    from.on('end', end).on('close', end)
    to.on('error', end)
  }

  /** Version of the Node that runs the program; once it is ready. */
  get node(): string {
    return this.#node
  }

  /** The program has started. */
  async ready(): Promise<void> {
    await this.#ready
  }

  async open(setup: FloodSetup, signal: AbortSignal): Promise<void> {
    await this.#ask({ do: 'open', setup }, signal)
  }

  establish(signal: AbortSignal): Promise<readonly SessionUp[]> {
    return this.#ask({ do: 'establish' }, signal)
  }

  /** The result, and what the watched processes used over the transfer. */
  async transfer(
    job: TransferJob,
    signal: AbortSignal,
    onProgress?: Progress,
  ): Promise<{ readonly result: TransferResult; readonly usage: Usage }> {
    const { stream, watch = [], ...rest } = job
    const there = stream.type === 'encoded' ? await this.#keep(stream, signal) : stream
    const remote: RemoteTransfer = { ...rest, watch, stream: there }
    return this.#ask({ do: 'transfer', job: remote }, signal, onProgress)
  }

  async #keep(stream: EncodedStream, signal: AbortSignal): Promise<KeptStream> {
    const known = this.#keys.get(stream.bytes)
    const key = known ?? this.#keys.size + 1
    if (known === undefined) {
      for (const piece of piecesOf(stream.bytes, key)) {
        await this.#ask({ do: 'keep', piece }, signal)
      }
      this.#keys.set(stream.bytes, key)
    }
    return withoutOctets(stream, key)
  }

  /** Nobody waits for it. */
  keepalive(): void {
    this.#ask({ do: 'keepalive' }, new AbortController().signal).catch(() => undefined)
  }

  canaries(timeoutMs: number, signal: AbortSignal): Promise<readonly CanaryTimes[]> {
    return this.#ask({ do: 'canaries', timeoutMs }, signal)
  }

  restart(signal: AbortSignal): Promise<readonly SessionUp[]> {
    return this.#ask({ do: 'restart' }, signal)
  }

  /** Ends the sessions; another `open` may follow. */
  async close(signal: AbortSignal): Promise<void> {
    await this.#ask({ do: 'close' }, signal)
  }

  async #ask<Result>(
    body: RequestBody,
    signal: AbortSignal,
    onProgress: Progress = () => undefined,
  ): Promise<Result> {
    signal.throwIfAborted()
    if (this.#over !== undefined) throw gone(this.#over)
    const id = this.#nextId++
    const onAbort = () => this.#send(this.#nextId++, { do: 'abort', target: id })
    signal.addEventListener('abort', onAbort)
    try {
      return await new Promise<Result>((resolve, reject) => {
        const take = resolve as (result: unknown) => void
        this.#waiting.set(id, { resolve: take, reject, onProgress })
        this.#send(id, body)
      })
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  #send(id: number, body: RequestBody): void {
    this.#to.write(`${JSON.stringify({ ...body, id })}\n`)
  }

  #take(answer: Answer): void {
    const id = 'ready' in answer ? 0 : answer.id
    if ('ready' in answer) this.#node = answer.node
    const waiting = this.#waiting.get(id)
    if ('progress' in answer) {
      waiting?.onProgress(answer.progress)
      return
    }
    this.#waiting.delete(id)
    if ('ready' in answer) waiting?.resolve(undefined)
    else if (answer.ok) waiting?.resolve(answer.result)
    else waiting?.reject(toError(answer.error))
  }

  #end(lastWords: string): void {
    this.#over ??= lastWords
    for (const { reject } of this.#waiting.values()) reject(gone(this.#over))
    this.#waiting.clear()
  }
}

const gone = (lastWords: string): BackendError =>
  new BackendError('the flood engine in the container is gone', {
    output: lastWords
      .split('\n')
      .filter((line) => line !== '')
      .slice(-10),
  })

/** Of the class that it had at the other end. */
const toError = ({ message, exitStatus }: RemoteError): Error => {
  if (exitStatus === EXIT.input) return new InputError(message)
  if (exitStatus === EXIT.untrustworthy) return new TimeoutError(message)
  if (exitStatus !== undefined) return new BackendError(message)
  return new Error(message)
}
