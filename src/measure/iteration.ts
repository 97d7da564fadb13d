/** One iteration of a plan, read from its part of the journal. */
import type { Effect } from '../model/effect.ts'
import type { FaultInstance, Half, RunEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import { type LoadRecord, loadsOf } from './load-metric.ts'

export interface Iteration {
  /** Counts as in the journal. */
  readonly number: number
  readonly started: Extract<RunEvent, { type: 'run-started' }> | undefined
  readonly faults: ReadonlyMap<string, FaultRecord>
  readonly observations: readonly Observation[]
  readonly loads: readonly LoadRecord[]
  /** What acted on the network, by instance, from when on. */
  readonly effects: readonly Acting[]
  readonly endAt: number
  /** Of both halves, in the order of the journal. */
  readonly settled: readonly Settled[]
}

export interface Acting {
  /** When the first of them was read back. */
  readonly at: number
  readonly instance: string
  /** All of the instance from now on. */
  readonly effects: readonly Effect[]
}

export type Settled = Extract<RunEvent, { type: 'settled' }>

export interface FaultRecord {
  readonly instance: FaultInstance
  readonly startedAt: number
  readonly injection?: Turn
  readonly reversion?: Turn
}

/** A half of a fault that was verified. */
export interface Turn {
  readonly at: number
  readonly commandedAt: number
  /** The first of its effects that was read back. */
  readonly effectAt: number | undefined
  readonly settled: Settled | undefined
}

/** Those that count: the control run is no iteration of the plan. */
export const iterationsOf = (journal: readonly RunEvent[]): readonly Iteration[] =>
  split(journal)
    .map(readIteration)
    .filter(({ started }) => started?.control !== true)

/** A journal may hold several iterations, each with its own beginning. */
export const split = (journal: readonly RunEvent[]): RunEvent[][] => {
  const parts: RunEvent[][] = []
  for (const event of journal) {
    const part = parts.at(-1)
    if (!part || event.type === 'run-started') parts.push([event])
    else part.push(event)
  }
  return parts
}

export const readIteration = (events: readonly RunEvent[]): Iteration => {
  const started = events.find((event) => event.type === 'run-started')
  return {
    number: started?.iteration ?? 1,
    started,
    faults: readFaults(events.filter((event) => !isObservation(event))),
    // The journal is in the order of arrival, which is not quite that of the time stamps.
    observations: events.filter(isObservation).sort((a, b) => a.at - b.at),
    loads: loadsOf(events),
    effects: events.flatMap(actingOf),
    endAt: events.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY),
    settled: events.filter((event) => event.type === 'settled'),
  }
}

const actingOf = (event: RunEvent): readonly Acting[] => {
  if (event.type !== 'effects-applied') return []
  const { at, instance, effects, applied } = event
  const times = applied.flatMap(({ verifiedAt }) => verifiedAt ?? [])
  return [{ at: Math.min(at, ...times), instance, effects }]
}

const readFaults = (events: readonly RunEvent[]): ReadonlyMap<string, FaultRecord> => {
  const faults = new Map<string, FaultRecord>()
  for (const event of events)
    if (event.type === 'fault-started') {
      const { id, step, fault, on, adjacent, params, at } = event
      const injection = readTurn(events, id, 'injection')
      const reversion = readTurn(events, id, 'reversion')
      faults.set(id, {
        instance: { id, step, fault, on, adjacent, params },
        startedAt: at,
        ...(injection && { injection }),
        ...(reversion && { reversion }),
      })
    }
  return faults
}

const readTurn = (events: readonly RunEvent[], id: string, half: Half): Turn | undefined => {
  const type = half === 'injection' ? 'fault-injected' : 'fault-healed'
  const done = events.find((event) => event.type === type && event.instance === id)
  if (done?.type !== 'fault-injected' && done?.type !== 'fault-healed') return undefined
  return {
    at: done.at,
    commandedAt: done.commandedAt,
    effectAt: firstEffect(events, id, half),
    settled: events.find(
      (event) => event.type === 'settled' && event.instance === id && event.half === half,
    ) as Settled | undefined,
  }
}

/** Of the first phase only: the later ones of a flap are not its event. */
const firstEffect = (events: readonly RunEvent[], id: string, half: Half): number | undefined => {
  const applied = events.find(
    (event) => event.type === 'effects-applied' && event.instance === id && event.half === half,
  )
  if (applied?.type !== 'effects-applied') return undefined
  const times = applied.applied.flatMap(({ verifiedAt }) => verifiedAt ?? [])
  return times.length > 0 ? Math.min(...times) : undefined
}

const OBSERVATIONS: ReadonlySet<string> = new Set<Observation['type']>([
  'update-received',
  'load-received',
  'notification-received',
  'open-received',
  'session-changed',
  'fib-changed',
  'fib-read',
  'interface-changed',
  'probe-changed',
  'way-changed',
  'node-changed',
  'resources-sampled',
  'host-sampled',
  'observer-failed',
])

const isObservation = (event: RunEvent): event is Observation => OBSERVATIONS.has(event.type)
