/**
 * Keeps the daemon's view of the AS: asks again whenever OSPF's routes change, one question at a
 * time, and on its own account while some router of the AS has no way: on a busy machine the
 * monitor can begin to listen after the route came, and then nobody tells.
 */
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
const AGAIN_MS = 2000

export const followInterior = (
  daemon: Pick<Daemon, 'config' | 'move'>,
  { askZebra = askWays, againMs = AGAIN_MS } = {},
): InteriorFollower => {
  const inside = daemon.config.router.peers.filter(({ type }) => type === 'ibgp')
  const families = [...new Set(inside.map(({ family }) => family))]
  let isAsking = false
  let again: NodeJS.Timeout | undefined
  let isStale = false
  const ask = async (delayMs: number): Promise<void> => {
    if (families.length === 0) return
    isStale = true
    if (isAsking) return
    isAsking = true
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    isStale = false
    clearTimeout(again)
    const isDone = await askZebra(families).then(
      (ways) => {
        daemon.move(ways)
        if (!inside.every(({ address }) => ways.has(address)))
          again = setTimeout(() => void ask(0), againMs).unref()
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
