import { PassThrough, Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { explain } from '../../lib/errors.ts'
import type { Clock } from '../../model/testbed.ts'
import { onEachLine } from './each-line.ts'
import { call, type Engine } from './engine.ts'

export interface Following {
  readonly engine: Engine
  readonly container: string
  /** Each line begins with the engine's time stamp, RFC 3339 with nanoseconds, and a blank. */
  readonly stamped?: boolean
  /** The engine's: it compares the time of each line with the one from which on it is asked for. */
  readonly clock: Pick<Clock, 'now'>
  onLine(line: string): void
  /** The log cannot be read any more, and why. */
  onLost(what: string): void
}

/** Calls back with every new line of a container's log, over restarts of the container, until aborted. */
export const followLog = (following: Following, signal: AbortSignal): void => {
  void follow(following, signal).catch((error: unknown) => {
    if (!signal.aborted) following.onLost(`its log cannot be read: ${explain(error)}`)
  })
}

const follow = async (
  { engine, container, clock, onLine, stamped = false }: Following,
  signal: AbortSignal,
): Promise<void> => {
  const seconds = () => clock.now() / 1000
  let since = seconds()
  while (!signal.aborted) {
    const stream = await engine
      .getContainer(container)
      .logs({ follow: true, stdout: true, stderr: true, since, timestamps: stamped })
    await readLines(engine, stream, onLine, signal)
    // The stream ends with the container. The next life of the container is followed from here on.
    since = seconds()
    await sleep(50, undefined, { signal }).catch(() => undefined)
  }
}

const readLines = (
  engine: Engine,
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve) => {
    const text = new PassThrough()
    engine.modem.demuxStream(stream, text, text)
    onEachLine(text, onLine)
    const stop = () => {
      ;(stream as Partial<Readable>).destroy?.()
      resolve()
    }
    stream.on('end', stop).on('close', stop).on('error', stop)
    signal.addEventListener('abort', stop, { once: true })
  })

/** The log so far, to a writer; follows it when asked. */
export const printLog = async (
  engine: Engine,
  container: string,
  options: { readonly follow: boolean; readonly tail: number | undefined },
  write: (line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const query = {
    stdout: true,
    stderr: true,
    ...(options.tail === undefined ? {} : { tail: options.tail }),
  }
  const logs = engine.getContainer(container)
  const stream = options.follow
    ? await call(`follow the log of ${container}`, () => logs.logs({ ...query, follow: true }))
    : Readable.from([
        await call(`read the log of ${container}`, () => logs.logs({ ...query, follow: false })),
      ])
  await readLines(engine, stream, write, signal)
}
