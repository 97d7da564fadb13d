/** The program of the generator's container: a flood engine that is driven over stdin and stdout. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { explain, LemurError } from '../../lib/errors.ts'
import { createEngine } from '../engine.ts'
import { loadStream } from '../files/load-stream.ts'
import type { Engine, TransferResult, UpdateStream } from '../types.ts'
import { findProcesses, type Usage, watchUsage } from '../usage.ts'
import { createStore } from './kept.ts'
import type { Answer, RemoteError, RemoteTransfer, Request } from './protocol.ts'

let engine: Engine | undefined
const running = new Map<number, AbortController>()
const kept = createStore()

const say = (answer: Answer): void => void process.stdout.write(`${JSON.stringify(answer)}\n`)

const answer = async (request: Request): Promise<void> => {
  const { id } = request
  const controller = new AbortController()
  running.set(id, controller)
  try {
    say({ id, ok: true, result: (await act(request, controller.signal)) ?? null })
  } catch (error) {
    say({ id, ok: false, error: described(error) })
  } finally {
    running.delete(id)
  }
}

const described = (error: unknown): RemoteError =>
  error instanceof LemurError
    ? { message: explain(error), exitStatus: error.exitStatus }
    : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) }

const act = async (request: Request, signal: AbortSignal): Promise<unknown> => {
  switch (request.do) {
    case 'open':
      await close()
      engine = createEngine(request.setup)
      return undefined
    case 'establish':
      return opened().establish(signal)
    case 'transfer':
      return transfer(request.id, request.job, signal)
    case 'canaries':
      return opened().canaries(request.timeoutMs, signal)
    case 'keep':
      return kept.keep(request.piece)
    case 'keepalive':
      return opened().keepalive()
    case 'restart':
      return opened().restart(signal)
    case 'abort':
      running.get(request.target)?.abort(new Error('interrupted'))
      return undefined
    case 'close':
      return close()
  }
}

const opened = (): Engine => {
  if (!engine) throw new Error('no engine is open')
  return engine
}

const close = async (): Promise<void> => {
  // From now on nobody may ask it for anything.
  const closing = engine
  engine = undefined
  await closing?.[Symbol.asyncDispose]()
}

const transfer = async (
  id: number,
  job: RemoteTransfer,
  signal: AbortSignal,
): Promise<{ readonly result: TransferResult; readonly usage: Usage }> => {
  const { stream, watch, ...rest } = job
  const loaded = await load(stream)
  const watched = watchUsage(findProcesses(watch))
  try {
    const result = await opened().transfer({ ...rest, stream: loaded }, signal, (totals) =>
      say({ id, progress: totals }),
    )
    return { result, usage: watched.read() }
  } finally {
    watched.stop()
  }
}

const load = async (stream: RemoteTransfer['stream']): Promise<UpdateStream> => {
  if (stream.type === 'file') return loadStream(stream.path, stream.options)
  return stream.type === 'kept' ? kept.streamOf(stream) : stream
}

say({ ready: true, node: process.version })
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => void answer(JSON.parse(line) as Request))
// Whoever drives us is gone: so are we, and with us the container.
await once(lines, 'close')
for (const controller of running.values()) controller.abort(new Error('interrupted'))
await close()
process.exit()
