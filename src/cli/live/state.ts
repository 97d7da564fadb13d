/** What is known of a run while it goes: a fold over its journal. */
import type { JournalEntry } from '../../model/event.ts'
import type { Plan } from '../../model/plan.ts'
import type { Activation, Timeline } from '../../model/timeline.ts'
import { endingOf } from '../../run/ending.ts'
import { progressLine } from '../../run/progress.ts'
import { type Sessions, sessionsOf } from './sessions.ts'
import { type Updates, updateCounter } from './updates.ts'

/** A fault that is not over yet. */
export interface ActiveFault {
  readonly id: string
  readonly what: string
  readonly stage: 'injecting' | 'injected' | 'healed' | 'settled'
  /** Since when it is in this stage. */
  readonly since: number
  /** When it will be healed, where the plan says so. */
  readonly healAt?: number
}

export interface LiveState {
  readonly plan: string
  readonly iteration: number
  readonly repeat: number
  readonly stage: 'waiting for the steady state' | 'steady' | 'ended'
  /** From what times count: t0, before it the start. */
  readonly zeroAt: number
  readonly faults: readonly ActiveFault[]
  /** The next activation whose time is known. */
  readonly next?: { readonly id: string; readonly at: number } | undefined
  readonly sessions: { readonly up: number; readonly total: number }
  readonly events: readonly string[]
  /** UPDATEs in each of the seconds before `now`, oldest first. */
  updates(now: number, seconds: number): readonly number[]
}

const KEPT_EVENTS = 50

export class LiveFold implements LiveState {
  readonly plan: string
  readonly repeat: number
  iteration = 1
  stage: LiveState['stage'] = 'waiting for the steady state'
  zeroAt = 0
  events: string[] = []
  readonly #faults = new Map<string, ActiveFault>()
  readonly #waiting = new Map<string, number>()
  readonly #timeline: Timeline
  readonly #sessions: Sessions
  readonly #updates: Updates = updateCounter()

  constructor({ name, repeat, topology }: Plan, timeline: Timeline) {
    this.plan = name
    this.repeat = repeat
    this.#timeline = timeline
    this.#sessions = sessionsOf(topology)
  }

  get faults(): readonly ActiveFault[] {
    return [...this.#faults.values()]
  }

  get sessions(): LiveState['sessions'] {
    return { up: this.#sessions.up(), total: this.#sessions.total }
  }

  get next(): { readonly id: string; readonly at: number } | undefined {
    const [first] = [...this.#waiting].sort(([, a], [, b]) => a - b)
    return first && { id: first[0], at: first[1] }
  }

  updates(now: number, seconds: number): readonly number[] {
    return this.#updates.perSecond(now, seconds)
  }

  /** Takes one more entry in. */
  add(entry: JournalEntry): void {
    this.#advance(entry)
    this.#sessions.add(entry)
    this.#updates.add(entry)
    const line = progressLine(entry, this.zeroAt)
    if (line) this.events = [...this.events.slice(1 - KEPT_EVENTS), line]
  }

  #advance(entry: JournalEntry): void {
    switch (entry.type) {
      case 'run-started':
        this.#begin(entry.at, entry.iteration)
        return
      case 'steady-state-reached':
        this.stage = 'steady'
        this.zeroAt = entry.at
        for (const { id, start } of this.#timeline)
          if (start.type === 'at') this.#waiting.set(id, entry.at + start.atMs)
        return
      case 'fault-started':
        this.#waiting.delete(entry.id)
        this.#faults.set(entry.id, {
          id: entry.id,
          what: `${entry.fault} on ${entry.on.join(', ')}`,
          stage: 'injecting',
          since: entry.at,
        })
        return
      case 'fault-injected':
        this.#move(entry.instance, 'injected', entry.at, this.#healAt(entry))
        return
      case 'fault-healed':
        this.#move(entry.instance, 'healed', entry.at)
        return
      case 'fault-ended':
        this.#faults.delete(entry.instance)
        return
      case 'run-ended':
        this.stage = 'ended'
        this.#faults.clear()
        this.#waiting.clear()
        return
      default:
    }
  }

  #begin(at: number, iteration: number): void {
    this.iteration = iteration
    this.zeroAt = at
    this.stage = 'waiting for the steady state'
    this.#faults.clear()
    this.#waiting.clear()
  }

  #move(id: string, stage: ActiveFault['stage'], since: number, healAt?: number): void {
    const fault = this.#faults.get(id)
    if (!fault) return
    const { id: name, what } = fault
    this.#faults.set(id, { id: name, what, stage, since, ...(healAt !== undefined && { healAt }) })
  }

  #healAt({ instance, at, commandedAt }: JournalEntry & { type: 'fault-injected' }) {
    const activation = this.#timeline.find(({ id }) => id === instance)
    return activation && healTime(activation, at, commandedAt)
  }
}

/** `for` counts from the verified injection, an end of its own from the command. */
const healTime = (
  { forMs, phases }: Activation,
  at: number,
  commandedAt: number,
): number | undefined => {
  if (forMs !== undefined) return at + forMs
  const ending = endingOf(phases)
  return ending.type === 'itself' ? commandedAt + ending.afterMs : undefined
}
