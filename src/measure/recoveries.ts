/** When each probe stream that was interrupted was whole again. */
import { brokenNodes } from './broken-nodes.ts'
import { gapsOf } from './gaps.ts'
import { type Figure, nothing } from './metric.ts'
import { sinceEvent, type Window } from './window.ts'

export interface Recoveries {
  /** Pair to milliseconds since the fault took effect, in the order of names. */
  readonly byPair: Readonly<Record<string, number>>
  /** One a stream. */
  readonly samples: readonly number[]
  /** Streams that were not answered again until the end of the run. */
  readonly open: number
}

/**
 * Streams with gaps that began in the window; those that end at a broken node have nothing to come back
 * to. A figure instead when there are none to speak of.
 */
export const recoveriesOf = (window: Window): Recoveries | Figure => {
  if (window.iteration.started?.probeIntervalMs === 0) return nothing('no probes were sent')
  const broken = brokenNodes(window)
  const gaps = gapsOf(window).filter(({ from, to }) => !broken.has(from) && !broken.has(to))
  if (gaps.length === 0) return { value: 0, samples: [], note: 'no probe was lost' }
  const byStream = new Map<string, { pair: string; ms: number }>()
  for (const { from, to, canary, beganAt, lengthMs, isOpen } of gaps) {
    const key = `${from} > ${canary}`
    const ms = isOpen ? Number.POSITIVE_INFINITY : sinceEvent(window, beganAt + lengthMs)
    byStream.set(key, { pair: `${from} > ${to}`, ms: Math.max(ms, byStream.get(key)?.ms ?? 0) })
  }
  const closed = [...byStream.values()]
    .filter(({ ms }) => Number.isFinite(ms))
    .toSorted((a, b) => (a.pair < b.pair ? -1 : 1))
  if (closed.length === 0) return nothing('no probe stream was answered again')
  const byPair: Record<string, number> = {}
  for (const { pair, ms } of closed) byPair[pair] = Math.max(ms, byPair[pair] ?? 0)
  return { byPair, samples: closed.map(({ ms }) => ms), open: byStream.size - closed.length }
}

export const isFigure = (found: Recoveries | Figure): found is Figure => 'value' in found

export const openNote = (open: number): string | undefined =>
  open > 0 ? `${open} probe streams were not answered again until the end of the run` : undefined
