import { setMaxListeners } from 'node:events'
import type { Timeline } from '../model/timeline.ts'
import { Board } from './board.ts'
import type { Horizon } from './horizon.ts'
import { play } from './play.ts'
import { playLoad, waitingLoads } from './play-loads.ts'
import type { Stage } from './stage.ts'

/**
 * Plays all loads and activations, each by itself, in the order of the timeline where they coincide. The first
 * that breaks ends the others; all have come to rest when this returns or rejects.
 */
export const playTimeline = async (
  timeline: Timeline,
  parts: Omit<Stage, 'board' | 'horizons'>,
): Promise<void> => {
  const broken = new AbortController()
  const signal = AbortSignal.any([parts.signal, broken.signal])
  // Every activation listens, and there may be hundreds: that is no leak.
  setMaxListeners(0, signal)
  const { load } = parts.plan
  const board = new Board(timeline.length + waitingLoads(load), signal)
  const horizons = new Set<Horizon>()
  const stage: Stage = { ...parts, signal, board, horizons }
  const players = [
    ...load.map((one) => () => playLoad(one, timeline, stage)),
    ...timeline.map((activation) => () => play(activation, stage)),
  ]
  const ends = await Promise.allSettled(
    players.map(async (player) => {
      try {
        await player()
      } catch (error) {
        broken.abort(error)
        throw error
      }
    }),
  )
  if (ends.some(({ status }) => status === 'rejected')) throw signal.reason
}
