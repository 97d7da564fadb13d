/** The life of one activation: start, inject, its phases, settle, heal, settle, end. */
import type { Outcome } from '../model/event.ts'
import type { Activation } from '../model/timeline.ts'
import type { Changed } from './actuator.ts'
import { endingOf } from './ending.ts'
import { injectionHorizon, reversionHorizon } from './horizon.ts'
import { healNote, type Life, lifeOf } from './life.ts'
import { settleHalf } from './settle-half.ts'
import type { Stage } from './stage.ts'
import { skip, started } from './start.ts'

export const play = async (activation: Activation, stage: Stage): Promise<void> => {
  const { board, testbed } = stage
  try {
    const dueAt = await started(activation, stage)
    if (dueAt !== undefined) await act(activation, dueAt, stage)
  } finally {
    board.over(activation.id, testbed.clock.now())
  }
}

type Applied = Extract<Changed, { type: 'applied' }>

const act = async (activation: Activation, dueAt: number, stage: Stage): Promise<void> => {
  const injected = await inject(activation, dueAt, stage)
  if (injected === 'refused') return
  if (injected !== 'unverified') {
    if (endingOf(activation.phases).type === 'moment')
      await settleMoment(activation, injected, stage)
    else await last(activation, injected, stage)
  }
  const at = stage.testbed.clock.now()
  stage.journal.write({ type: 'fault-ended', at, instance: activation.id })
}

/** A fault that comes later than this meets another network than it was meant for. */
const LATE_MS = 1_000

const inject = async (
  activation: Activation,
  dueAt: number,
  stage: Stage,
): Promise<Applied | 'refused' | 'unverified'> => {
  const { id, phases } = activation
  const { clock } = stage.testbed
  const readyAt = clock.now()
  let allowedAt = readyAt
  const changed = await stage.actuator.change(
    {
      instance: id,
      half: 'injection',
      effects: phases[0]?.effects ?? [],
      onAllowed: () => {
        allowedAt = clock.now()
        writeStarted(activation, stage)
      },
    },
    stage.signal,
  )
  if (changed.type === 'refused') skip(activation, stage, changed.reason)
  if (changed.type !== 'applied') return changed.type
  const { commandedAt, verifiedAt: at } = changed
  stage.journal.write({ type: 'fault-injected', at, instance: id, commandedAt })
  stage.board.reached(id, 'injected', at)
  // Changes pass one by one: to wait for another one is no fault of the host.
  const lateMs = Math.max(0, readyAt - dueAt) + Math.max(0, commandedAt - allowedAt)
  if (lateMs > LATE_MS) stage.journal.write({ type: 'fault-late', at, instance: id, lateMs })
  return changed
}

const writeStarted = (activation: Activation, { testbed, journal, board }: Stage): void => {
  const { id, step, fault, on, adjacent, params } = activation
  const at = testbed.clock.now()
  journal.write({ type: 'fault-started', at, id, step, fault, on, adjacent, params })
  board.reached(id, 'started', at)
}

const settleMoment = async (
  activation: Activation,
  injected: Applied,
  stage: Stage,
): Promise<void> => {
  stage.board.reached(activation.id, 'healed', injected.verifiedAt)
  const horizon = injectionHorizon(happenedOf(activation, injected, stage))
  const part = { activation, half: 'injection', startedAt: injected.verifiedAt, horizon } as const
  await settleHalf(part, stage, stage.signal)
}

/** A fault that lasts: through its phases, for its time, or until nothing else is left to do. */
const last = async (activation: Activation, injected: Applied, stage: Stage): Promise<void> => {
  const life = lifeOf(activation, injected, stage.plan.limits)
  const latest = await playPhases(activation, life, injected, stage)
  if (!latest) return
  const cut = new AbortController()
  const horizon = injectionHorizon({
    ...happenedOf(activation, latest, stage),
    before: injected.before,
  })
  const settling = settleHalf(
    { activation, half: 'injection', startedAt: latest.verifiedAt, horizon },
    stage,
    AbortSignal.any([stage.signal, cut.signal]),
  )
  // Awaited below; a failure before that must not count as unhandled.
  settling.catch(() => {})
  try {
    await untilHeal(life, settling, stage)
  } finally {
    cut.abort()
    await settling
  }
  const outcome = await settling
  await heal(activation, { injectedAt: injected.verifiedAt, life, outcome }, stage)
}

/** The last change that was made, or nothing when one could not be verified. */
const playPhases = async (
  activation: Activation,
  { middle, beganAt, healAt }: Life,
  injected: Applied,
  stage: Stage,
): Promise<Applied | undefined> => {
  let latest = injected
  for (const { afterMs, effects } of middle) {
    if (beganAt + afterMs >= healAt) break
    await stage.testbed.clock.until(beganAt + afterMs, stage.signal)
    const change = { instance: activation.id, half: 'injection' } as const
    let changed = await stage.actuator.change({ ...change, effects }, stage.signal)
    if (changed.type === 'refused') {
      skip(activation, stage, `its phase after ${afterMs} ms: ${changed.reason}`)
      changed = await stage.actuator.change({ ...change, effects: [] }, stage.signal)
    }
    if (changed.type !== 'applied') return undefined
    latest = changed
  }
  return latest
}

const untilHeal = async (
  { healAt, endless }: Life,
  settling: Promise<unknown>,
  { testbed, board, signal }: Stage,
): Promise<void> => {
  if (!endless) return testbed.clock.until(healAt, signal)
  const released = new AbortController()
  const lapsed = testbed.clock.until(healAt, AbortSignal.any([signal, released.signal]))
  lapsed.catch(() => {})
  try {
    await Promise.race([settling, lapsed])
    await board.hold(lapsed)
  } finally {
    released.abort()
  }
}

interface Ending {
  readonly injectedAt: number
  readonly life: Life
  /** Of the injection. */
  readonly outcome: Outcome
}

const heal = async (
  activation: Activation,
  { injectedAt, life, outcome }: Ending,
  stage: Stage,
): Promise<void> => {
  const { id } = activation
  const change = { instance: id, half: 'reversion', effects: [] } as const
  const changed = await stage.actuator.change(change, stage.signal)
  if (changed.type !== 'applied') return
  const { commandedAt, verifiedAt: at } = changed
  stage.journal.write({
    type: 'fault-healed',
    at,
    instance: id,
    commandedAt,
    ...healNote(life, at),
  })
  stage.board.reached(id, 'healed', at)
  const horizon = reversionHorizon(happenedOf(activation, changed, stage), injectedAt)
  // A fault that ends before the network settled has one convergence: the one after its end.
  const announce = outcome === 'aborted'
  const part = { activation, half: 'reversion', startedAt: at, horizon, announce } as const
  await settleHalf(part, stage, stage.signal)
}

const happenedOf = (
  { adjacent, silentForMs }: Activation,
  { before, after, verifiedAt }: Applied,
  { testbed, watch }: Stage,
) => ({
  topology: testbed.topology,
  watch,
  adjacent,
  before,
  after,
  at: verifiedAt,
  silentForMs,
})
