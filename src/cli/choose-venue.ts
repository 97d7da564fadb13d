import { requireEngine } from '../backends/docker/engine.ts'
import { BackendError } from '../lib/errors.ts'
import { orAborted } from '../run/deadline.ts'
import { type Context, checkBackend, dockerOf } from './context.ts'
import { dockerVenue } from './docker-venue.ts'
import type { Venue } from './venue.ts'

/** As --backend says; `auto` is Docker where an engine answers, else the simulator. */
export const chooseVenue = async (context: Context): Promise<Venue> => {
  checkBackend(context)
  if (context.options.backend === 'sim') return simulator(context)
  const backend = dockerOf(context)
  try {
    return dockerVenue(backend, await engineVersion(backend.engine))
  } catch (error) {
    if (context.options.backend !== 'auto' || context.signal.aborted) throw error
    return simulator(context, 'no Docker engine answers')
  }
}

/** Loaded only where it is used, which most commands never do. */
const simulator = async (context: Context, why?: string): Promise<Venue> => {
  const { simVenue } = await import('./sim-venue.ts')
  return simVenue(context, why)
}

const PATIENCE_MS = 5000

/** An engine that is asked over a network may not even refuse. */
const engineVersion = (engine: Parameters<typeof requireEngine>[0]): Promise<string> => {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(silent()), PATIENCE_MS)
  return orAborted(requireEngine(engine), late.signal).finally(() => clearTimeout(timer))
}

const silent = (): BackendError =>
  new BackendError(`the Docker engine does not answer within ${PATIENCE_MS / 1000} s`)
