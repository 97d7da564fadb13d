import { InputError } from '../../lib/errors.ts'
import type { Engine, FloodSetup, Transfer } from '../types.ts'
import type { RemoteEngine } from './client.ts'
import type { RemoteTransfer } from './protocol.ts'

/** A flood engine that runs elsewhere, as one of this process. Closing it leaves the other end open for the next. */
export const engineOver = (remote: RemoteEngine, setup: FloodSetup): Engine => ({
  async establish(signal) {
    await remote.open(setup, signal)
    return remote.establish(signal)
  },
  transfer: async (job, signal, onProgress) =>
    (await remote.transfer(asRemote(job), signal, onProgress)).result,
  canaries: (timeoutMs, signal) => remote.canaries(timeoutMs, signal),
  // Those of the timers go out at the other end; one more is not worth a round trip.
  keepalive: () => undefined,
  restart: (signal) => remote.restart(signal),
  [Symbol.asyncDispose]: () => remote.close(AbortSignal.timeout(CLOSE_MS)),
})

const CLOSE_MS = 5000

const asRemote = ({ stream, ...rest }: Transfer): RemoteTransfer => {
  if (stream.type === 'encoded')
    throw new InputError('a file cannot be sent from another machine or container yet', {
      hint: 'use a synthetic stream',
    })
  return { ...rest, stream, watch: [] }
}
