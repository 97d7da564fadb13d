/**
 * Decides how the network settled after a change. Quiet alone is never enough: the settle horizon
 * must have passed, and the tables must equal the prediction for what is broken at that time. Where
 * routers damp, tables that differ may still come right by themselves, so they are waited for. The
 * moment of the decision is not the convergence time; measurements take that from the observations.
 */
import type { Outcome } from '../model/event.ts'
import type { Impairment } from '../model/impairment.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Topology } from '../model/topology.ts'
import { askSessions, askTables, type Predict, type Tables } from './ask.ts'
import { dampedForMs } from './damped.ts'
import { orAborted } from './deadline.ts'
import type { Horizon } from './horizon.ts'
import type { Watch } from './watch.ts'

export interface Settling {
  readonly testbed: Testbed
  readonly watch: Watch
  readonly predict: Predict
  /** What is broken now: other faults may come and go meanwhile. */
  impairment(): Impairment
  readonly startedAt: number
  readonly horizon: Horizon
  /** Of all that settles now: a network is one, nobody settles before the others can have reacted. */
  readonly horizons: Set<Horizon>
  readonly timeoutMs: number
}

export interface Settled {
  readonly outcome: Outcome
  readonly differences: readonly string[]
}

/** Never rejects for an abort: that is the outcome `aborted`. */
export const settle = async (settling: Settling, signal: AbortSignal): Promise<Settled> => {
  settling.horizons.add(settling.horizon)
  try {
    return await decide(settling, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    return { outcome: 'aborted', differences: [] }
  } finally {
    settling.horizons.delete(settling.horizon)
  }
}

/** Longer than any timer that spaces UPDATEs (RFC 4271 section 9.2.1.1), milliseconds. */
export const quietPeriodMs = ({ nodes }: Topology): number =>
  1.2 * Math.max(0, ...nodes.map(({ timers }) => timers.mraiMs)) + 1_000

const POLL_MS = 100
/** A network that is quiet this many periods with other tables than predicted stays that way. */
const WRONG_PERIODS = 3
/** A network that came back to tables of before this often, with others in between, will do so for ever. */
const RETURNS = 3

const decide = async (settling: Settling, signal: AbortSignal): Promise<Settled> => {
  const { clock } = settling.testbed
  const quietMs = quietPeriodMs(settling.testbed.topology)
  const seen = new Visits()
  let nextLookAt = Number.NEGATIVE_INFINITY
  let looks = 0
  for (;;) {
    const phase = phaseOf(settling, quietMs)
    if (phase.worthALook && clock.now() >= nextLookAt) {
      const settled = await look(settling, phase, seen, signal)
      if (settled) return settled
      nextLookAt = clock.now() + quietMs * (phase.quiet ? 1 : irregular(++looks))
    }
    await clock.until(clock.now() + POLL_MS, signal)
  }
}

/**
 * From a half to one and a half, never the same twice: the network's own rhythm comes from the MRAI, as the quiet period does,
 * and who looks in that rhythm sees one state of an oscillation again and again.
 */
const irregular = (count: number): number => 0.5 + ((count * GOLDEN) % 1)
const GOLDEN = (Math.sqrt(5) - 1) / 2

interface Phase {
  /** Past the horizon, every new session has spoken, and no UPDATE and no change of a table for a quiet period. */
  readonly quiet: boolean
  /** Quiet for so long that nothing more will come. */
  readonly still: boolean
  readonly late: boolean
  readonly worthALook: boolean
}

const phaseOf = (settling: Settling, quietMs: number): Phase => {
  const { startedAt, watch, horizons, timeoutMs, testbed } = settling
  const now = testbed.clock.now()
  const horizonAt = Math.max(startedAt, ...[...horizons].map((horizon) => horizon()))
  const busyUntil = Math.max(startedAt, watch.lastActivityAt)
  const readyAt = Math.max(horizonAt, busyUntil + quietMs, watch.firstWordsBy)
  const dampedMs = dampedForMs(testbed.topology)
  const quiet = now >= readyAt
  return {
    quiet,
    still: now >= Math.max(readyAt + WRONG_PERIODS * quietMs, busyUntil + dampedMs),
    late: now >= horizonAt + timeoutMs + dampedMs,
    // Routers that are busy converging are left alone at first.
    worthALook: quiet || now >= horizonAt + 2 * quietMs,
  }
}

const look = async (
  settling: Settling,
  phase: Phase,
  seen: Visits,
  signal: AbortSignal,
): Promise<Settled | undefined> => {
  const { watch } = settling
  const activity = watch.activity
  const impairment = settling.impairment()
  seen.under(impairment)
  const tables = await orAborted(ask(settling, phase, impairment, signal), signal)
  // Answers that were overtaken by a change compare two different moments.
  const held = watch.activity === activity && settling.impairment() === impairment
  const outcome = outcomeOf({ ...phase, quiet: phase.quiet && held }, tables, seen)
  return outcome && { outcome, differences: tables.differences }
}

/** Tables can be right while a session is down; asked for only when all else is as it should be. */
const ask = async (
  { testbed, predict }: Settling,
  { quiet }: Phase,
  impairment: Impairment,
  signal: AbortSignal,
): Promise<Tables> => {
  const tables = await askTables(testbed, impairment, predict, signal)
  if (tables.differences.length > 0 || !quiet) return tables
  return { ...tables, ...(await askSessions(testbed, impairment, signal)) }
}

const outcomeOf = (phase: Phase, tables: Tables, seen: Visits): Outcome | undefined => {
  if (phase.quiet && tables.differences.length === 0) return 'converged'
  if (tables.unanswered) return phase.late ? 'timeout' : undefined
  if (phase.quiet && phase.still) return 'converged-wrong'
  if (!phase.quiet && seen.returnsWith(tables.hash) >= RETURNS) return 'oscillating'
  return phase.late ? 'timeout' : undefined
}

/**
 * How often the network came back to tables of before, after others: not always to the same ones, for
 * the routers of a circle with many states are seen in any of them. Only what it does by itself counts:
 * a fault that comes and goes takes it to and fro too.
 */
class Visits {
  readonly #seen = new Set<string>()
  #returns = 0
  #last: string | undefined
  #impairment: Impairment | undefined

  under(impairment: Impairment): void {
    if (impairment === this.#impairment) return
    this.#impairment = impairment
    this.#seen.clear()
    this.#returns = 0
    this.#last = undefined
  }

  returnsWith(hash: string): number {
    if (hash !== this.#last && this.#seen.has(hash)) this.#returns++
    this.#seen.add(hash)
    this.#last = hash
    return this.#returns
  }
}
