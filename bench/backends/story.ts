/**
 * What happened in each half of each fault, told in words that are the same on every backend:
 * docs/simulator.md, "Side by side".
 */
import { iterationsOf } from '../../src/measure/iteration.ts'
import type { FaultInstance, Half, Outcome, RunEvent } from '../../src/model/event.ts'
import type { Topology } from '../../src/model/topology.ts'
import { milestonesOf } from './milestones.ts'

export interface Milestone {
  /** Unique in its half. */
  readonly name: string
  /** Milliseconds since the command. */
  readonly at: number
  /** Names of what it is the consequence of. */
  readonly causes: readonly string[]
  /** How much later or earlier it may come in another run of the same real routers, milliseconds. */
  readonly spreadMs: number
}

export interface Chapter {
  readonly instance: FaultInstance
  readonly half: Half
  /** Absent when the network was not given the time to settle. */
  readonly outcome: Outcome | undefined
  /** In the order of their times. */
  readonly milestones: readonly Milestone[]
}

/** Of the first iteration, in the order of the faults. */
export const storyOf = (journal: readonly RunEvent[]): readonly Chapter[] => {
  const [iteration] = iterationsOf(journal)
  const topology = iteration?.started?.topology
  if (!iteration || !topology) return []
  const faults = [...iteration.faults.values()]
  return faults.flatMap(({ instance, startedAt, injection, reversion }) => {
    const nextAt = Math.min(
      iteration.endAt,
      ...faults.map((other) => other.startedAt).filter((at) => at > startedAt),
    )
    const healAt = reversion?.commandedAt ?? nextAt
    const parts = [
      { half: 'injection', turn: injection, fromAt: startedAt, untilAt: healAt },
      { half: 'reversion', turn: reversion, fromAt: healAt, untilAt: nextAt },
    ] as const
    return parts.flatMap(({ half, turn, fromAt, untilAt }): Chapter[] => {
      if (!turn) return []
      const { settled } = turn
      const window = { topology, half, fromAt, untilAt, settledAt: settled?.at }
      const milestones = milestonesOf(window, iteration.observations)
      return [{ instance, half, outcome: settled?.outcome, milestones }]
    })
  })
}

export interface Span {
  readonly topology: Topology
  readonly half: Half
  readonly fromAt: number
  /** Not included. */
  readonly untilAt: number
  readonly settledAt: number | undefined
}
