/** Keeps the daemon's view of the AS: asks again whenever OSPF's routes change, one question at a time. */

import type { Daemon } from './daemon.ts'
import { askWays } from './interior.ts'
import { log } from './log.ts'

export interface InteriorFollower {
  /** OSPF's routes changed. */
  changed(): void
}

/** Changes come in swarms: the first is waited out. */
const SWARM_MS = 10
/** zebra was not there, or busy. */
const RETRY_MS = 500

export const followInterior = (daemon: Daemon): InteriorFollower => {
  const families = [
    ...new Set(
      daemon.config.router.peers.filter(({ type }) => type === 'ibgp').map(({ family }) => family),
    ),
  ]
  let isAsking = false
  let isStale = false
  const ask = async (delayMs: number): Promise<void> => {
    if (families.length === 0) return
    isStale = true
    if (isAsking) return
    isAsking = true
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    isStale = false
    const isDone = await askWays(families).then(
      (ways) => {
        daemon.move(ways)
        return true
      },
      (error: Error) => {
        log(`zebra does not answer: ${error.message.split('\n')[0]}`)
        return false
      },
    )
    isAsking = false
    if (!isDone) void ask(RETRY_MS)
    else if (isStale) void ask(SWARM_MS)
  }
  void ask(0)
  return { changed: () => void ask(SWARM_MS) }
}
