/** What a time line shows, read from one iteration. Times are milliseconds since its steady state. */
import type { Iteration, Turn } from '../../measure/iteration.ts'
import { speakersOf } from '../../measure/speakers.ts'
import type { Half, Outcome } from '../../model/event.ts'
import { entriesOf } from '../finished-run.ts'
import { type Bins, binned, highestOf } from './bins.ts'
import type { Story } from './story.ts'

export interface Track {
  readonly number: number
  readonly lengthMs: number
  readonly faults: readonly FaultTrack[]
  readonly sides: readonly SideTrack[]
  readonly updates: Bins
  readonly fibChanges: Bins
  /** The most probe streams of a bin that were not answered. */
  readonly unanswered: Bins
  readonly hasProbes: boolean
}

export interface FaultTrack {
  readonly id: string
  readonly fault: string
  readonly on: readonly string[]
  readonly turns: readonly HalfTrack[]
}

export interface HalfTrack {
  readonly half: Half
  readonly at: number
  readonly settledAt: number | undefined
  readonly outcome: Outcome | undefined
}

/** One end of a session, as its router told. It is up at first unless its first change says otherwise. */
export interface SideTrack {
  readonly label: string
  readonly changes: readonly {
    readonly at: number
    readonly up: boolean
    readonly reason: string
  }[]
}

export const trackOf = (story: Story, iteration: Iteration): Track => {
  const start = startOf(story, iteration)
  const lengthMs = Math.max(1, iteration.endAt - start)
  const since = (at: number): number => at - start
  const inside = iteration.observations.filter(({ at }) => at >= start)
  const bins = (weighed: readonly (readonly [number, number])[]): Bins => binned(weighed, lengthMs)
  return {
    number: iteration.number,
    lengthMs,
    faults: faultsOf(iteration, since),
    sides: sidesOf(story, inside, since),
    updates: bins(
      inside.flatMap((event) => {
        if (event.type === 'update-received') return [[since(event.at), 1] as const]
        return event.type === 'load-received' ? [[since(event.at), event.updates] as const] : []
      }),
    ),
    fibChanges: bins(
      inside.flatMap(({ type, at }) => (type === 'fib-changed' ? [[since(at), 1] as const] : [])),
    ),
    unanswered: highestOf(
      iteration.observations.flatMap((event) =>
        event.type === 'probe-changed' ? [[since(event.at), event.lost ? 1 : -1] as const] : [],
      ),
      lengthMs,
    ),
    hasProbes: story.head.probeIntervalMs !== 0,
  }
}

/** The steady state; where it was not awaited, the first entry. */
const startOf = ({ run }: Story, { started, endAt }: Iteration): number => {
  const from = started?.at ?? Number.NEGATIVE_INFINITY
  const steady = entriesOf(run, 'steady-state-reached').find(({ at }) => at >= from && at <= endAt)
  return steady?.at ?? from
}

const faultsOf = ({ faults }: Iteration, since: (at: number) => number): readonly FaultTrack[] =>
  [...faults.values()].map(({ instance: { id, fault, on }, injection, reversion }) => ({
    id,
    fault,
    on,
    turns: [...turnOf('injection', injection, since), ...turnOf('reversion', reversion, since)],
  }))

const turnOf = (
  half: Half,
  turn: Turn | undefined,
  since: (at: number) => number,
): readonly HalfTrack[] => {
  if (!turn) return []
  const { commandedAt, settled } = turn
  const settledAt = settled && since(settled.at)
  return [{ half, at: since(commandedAt), settledAt, outcome: settled?.outcome }]
}

const sidesOf = (
  { topology }: Story,
  observations: Iteration['observations'],
  since: (at: number) => number,
): readonly SideTrack[] => {
  const speakers = speakersOf(topology)
  const sides = new Map<string, { at: number; up: boolean; reason: string }[]>()
  const add = (node: string, peer: string, change: { at: number; up: boolean; reason: string }) => {
    const label = `${node} to ${speakers.get(peer) ?? peer}${peer.includes(':') ? ', IPv6' : ''}`
    sides.set(label, [...(sides.get(label) ?? []), change])
  }
  for (const event of observations) {
    const at = since(event.at)
    if (event.type === 'session-changed') add(event.node, event.peer, { ...event, at })
    // A router that is gone cannot tell.
    if (event.type === 'node-changed' && !event.running)
      for (const peer of peersOf(topology, event.node))
        add(event.node, peer, { at, up: false, reason: 'router stopped' })
  }
  return [...sides].map(([label, changes]) => ({ label, changes }))
}

const peersOf = ({ sessions }: Story['topology'], node: string): readonly string[] =>
  sessions.flatMap(({ ends: [a, b] }) => {
    if (a.node === node) return [b.address]
    return b.node === node ? [a.address] : []
  })
