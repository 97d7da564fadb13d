import type { Engine, FloodSetup } from '../types.ts'
import type { RemoteEngine } from './client.ts'

/** A flood engine that runs elsewhere, as one of this process. Closing it leaves the other end open for the next. */
export const engineOver = (remote: RemoteEngine, setup: FloodSetup): Engine => ({
  async establish(signal) {
    await remote.open(setup, signal)
    return remote.establish(signal)
  },
  transfer: async (job, signal, onProgress) =>
    (await remote.transfer(job, signal, onProgress)).result,
  canaries: (timeoutMs, signal) => remote.canaries(timeoutMs, signal),
  keepalive: () => remote.keepalive(),
  restart: (signal) => remote.restart(signal),
  [Symbol.asyncDispose]: () => remote.close(AbortSignal.timeout(CLOSE_MS)),
})

const CLOSE_MS = 5000
