import type { RemoteEngine } from '../flood/remote/client.ts'

/** As often as RFC 4271 section 4.4 allows. */
const EVERY_MS = 1000

/**
 * A KEEPALIVE a second to everybody meanwhile. FRR from version 9 on reads ahead when its input
 * queue is full (`bgp input-queue-limit`, 10,000 messages) and looks at what it has read only when
 * more comes: without it, the end of a burst would wait for the next keepalive of the timers.
 */
export const keepingAlive = async <Result>(
  generator: Pick<RemoteEngine, 'keepalive'>,
  work: () => Promise<Result>,
): Promise<Result> => {
  const timer = setInterval(() => generator.keepalive(), EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
