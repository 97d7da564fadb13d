/** When updates may be sent, and how many: one pacer for all sources of a transfer. */
import { monotonicMs } from '../../speaker/clock.ts'
import type { Shared } from '../shared.ts'
import type { Pace } from '../types.ts'

export interface Pacer {
  /** UPDATEs that may be sent now, when so many were sent already. */
  allowed(sent: number): number
  /** Most UPDATEs of one write. */
  readonly largest: number
  /** What opens it again when nothing is allowed: time, or something seen at the sink. */
  readonly opens: 'with-time' | 'with-progress'
  /** The pace itself is over. */
  isOver(): boolean
}

export const createPacer = (pace: Pace, shared: Shared): Pacer => {
  switch (pace.type) {
    case 'rate':
      return ratePacer(pace.stages)
    case 'window':
      return windowPacer(pace.outstanding, pace.largestBlock, shared)
    default:
      return UNLIMITED
  }
}

/** Flat out; and recorded messages, which are due when they are. */
const UNLIMITED: Pacer = {
  allowed: () => Number.POSITIVE_INFINITY,
  largest: Number.POSITIVE_INFINITY,
  opens: 'with-time',
  isOver: () => false,
}

type Stages = Extract<Pace, { type: 'rate' }>['stages']

/** Exact over time: what is allowed is the integral of the rate, less what was sent. */
const ratePacer = (stages: Stages): Pacer => {
  const beganAtMs = monotonicMs()
  const elapsed = () => monotonicMs() - beganAtMs
  return {
    allowed: (sent) => Math.max(0, Math.floor(dueAt(stages, elapsed())) - sent),
    largest: Number.POSITIVE_INFINITY,
    opens: 'with-time',
    isOver: () => elapsed() >= lengthMs(stages),
  }
}

/** Updates that should have been sent after `ms`. */
export const dueAt = (stages: Stages, ms: number): number => {
  let due = 0
  let left = ms
  for (const { fromPerS, toPerS, forMs } of stages) {
    const duration = forMs ?? Number.POSITIVE_INFINITY
    const within = Math.min(left, duration)
    const slope = Number.isFinite(duration) && duration > 0 ? (toPerS - fromPerS) / duration : 0
    due += (fromPerS * within + (slope * within ** 2) / 2) / 1000
    left -= within
    if (left <= 0) break
  }
  return due
}

export const lengthMs = (stages: Stages): number =>
  stages.reduce((sum, { forMs }) => sum + (forMs ?? Number.POSITIVE_INFINITY), 0)

const windowPacer = (outstanding: number, largest: number, shared: Shared): Pacer => ({
  allowed: (sent) => outstanding + shared.get('updatesSeen') - sent,
  largest,
  opens: 'with-progress',
  isOver: () => false,
})
