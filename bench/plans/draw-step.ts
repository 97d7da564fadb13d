import { findFault } from '../../src/faults/index.ts'
import type { Random } from '../../src/lib/random.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { StepText } from './case.ts'
import { chance, drawnMs, ms, oneOf, someOf } from './dice.ts'
import { type Choice, DRAWN_FAULTS, drawFault } from './draw-fault.ts'

export interface Place {
  readonly id: string
  /** Steps that this one may start after. */
  readonly earlier: readonly StepText[]
}

/** One step. What the rehearsal refuses of it is drawn again by the caller. */
export const drawStep = (random: Random, topology: Topology, { id, earlier }: Place): StepText => {
  const name = oneOf(random.fork('fault'), DRAWN_FAULTS)
  const fault = findFault(name)
  if (!fault) throw new RangeError(`no fault ${name}`)
  const choice = drawFault(name, random.fork('parameters'), topology)
  const forMs = choice.ends === 'open' ? lastsMs(random.fork('for')) : undefined
  return {
    id,
    do: name,
    on: choice.on,
    ...(choice.with && { with: choice.with }),
    ...startOf(random.fork('start'), earlier),
    ...everyOf(random.fork('every'), choice, forMs),
    ...(forMs !== undefined && { for: ms(forMs) }),
  }
}

/** Healed before the network has settled, or long enough for that. */
const lastsMs = (random: Random): number =>
  chance(random, 1 / 3) ? random.integer(10_000, 40_000) : drawnMs(random, 200, 10_000)

const EVENTS = ['started', 'injected', 'healed', 'converged', 'ended'] as const

const startOf = (random: Random, earlier: readonly StepText[]): Partial<StepText> => {
  if (earlier.length === 0 || chance(random, 0.6)) return { at: ms(random.integer(0, 15_000)) }
  const steps = someOf(random, earlier, random.integer(1, 2)).map(({ id }) => id)
  const [only] = steps
  if (steps.length === 1 && only !== undefined && chance(random, 1 / 4)) return { after: only }
  const event = oneOf(random, EVENTS)
  const delay = ms(chance(random, 1 / 3) ? 0 : random.integer(1, 4_000))
  return { after: { step: steps, event, delay } }
}

const everyOf = (
  random: Random,
  { ends }: Choice,
  forMs: number | undefined,
): Partial<StepText> => {
  if (!chance(random, 1 / 6)) return {}
  const lastsMs = typeof ends === 'number' ? ends : (forMs ?? 0)
  const jitter = oneOf(random, [0, 0, 10, 20])
  const leastMs = Math.ceil(Math.max(200, lastsMs) / (1 - (2 * jitter) / 100)) + 1
  const period = ms(leastMs + random.integer(0, 4_000))
  const every = { period, count: random.integer(2, 3), ...(jitter > 0 && { jitter: `${jitter}%` }) }
  return { every }
}
