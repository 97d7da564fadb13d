/** One test from its sessions to its record. Whatever goes wrong, there is a record of what was. */
import { explain, InputError, LemurError, TimeoutError } from '../lib/errors.ts'
import { log } from '../lib/log.ts'
import { monotonicMs } from '../speaker/clock.ts'
import type { FloodConfig } from './config.ts'
import type { FloodEventBody, FloodListener } from './events.ts'
import type { Flow } from './flow.ts'
import type { Host } from './host.ts'
import { parameterNames } from './parameters/index.ts'
import { play } from './play.ts'
import { type FloodRecord, OUTCOMES, RECORD_SCHEMA } from './record.ts'
import { type Judged, judge, statisticsOf } from './summary.ts'
import type { EncodedStream, Engine, SessionUp } from './types.ts'
import type { UsageWatch } from './usage.ts'
import { wallClockMs } from './wall-clock.ts'

export interface Tools {
  /** Closed at the end by whoever made it. */
  readonly engine: Engine
  readonly host: Host
  /** UUID of this test. */
  readonly test: string
  readonly signal: AbortSignal
  /** Mode `file`: the path of an MRT route depends on the session that sends it. */
  load?(sessions: readonly SessionUp[]): Promise<LoadedFile>
  watch?(): UsageWatch
  pause(ms: number): Promise<void>
  listen: FloodListener
}

export interface LoadedFile {
  readonly stream: EncodedStream
  /** What was left out of it, one line each. */
  readonly problems: readonly string[]
}

/**
 * Never rejects for what happens on the wire: the record says it. An InputError passes, for then
 * nothing was done.
 */
export const perform = async (config: FloodConfig, tools: Tools): Promise<FloodRecord> => {
  const startedAtMs = monotonicMs()
  const wallMs = wallClockMs()
  const emit = (event: FloodEventBody) => tools.listen({ atMs: monotonicMs(), ...event })
  const flow: Flow = { ...tools, config, emit, bursts: [], barriers: [] }
  const sessions: SessionUp[] = []
  const { peers, parameters } = config
  const notes: string[] = []
  const head = { test: tools.test, mode: config.mode.name, peers, parameters: shown(parameters) }
  emit({ type: 'flood-started', ...head, wallMs })
  const note = (text: string) => {
    notes.push(text)
    emit({ type: 'note', text })
  }
  config.notes.forEach(note)
  const judged = await establishAndPlay(flow, sessions, { ...tools, note })
  const record: FloodRecord = {
    schema: RECORD_SCHEMA,
    ...head,
    startedAt: new Date(wallMs).toISOString(),
    elapsedMs: monotonicMs() - startedAtMs,
    text: parameters.text,
    notes,
    host: tools.host,
    sessions,
    establishedMs: sessions.length > 0 ? latest(sessions) : null,
    bursts: flow.bursts,
    barriers: flow.barriers,
    statistics: statisticsOf(flow.bursts),
    ...judged,
    exitStatus: OUTCOMES[judged.outcome],
  }
  emit({ type: 'flood-ended', record })
  return record
}

const establishAndPlay = async (
  flow: Flow,
  sessions: SessionUp[],
  { load, note }: Pick<Tools, 'load'> & { note(text: string): void },
): Promise<Judged> => {
  try {
    sessions.push(...(await flow.engine.establish(flow.signal)))
    announce(flow, sessions)
    const loaded = await load?.(sessions)
    loaded?.problems.forEach(note)
    await play(loaded ? { ...flow, encoded: loaded.stream } : flow)
    return judge(flow.bursts, { endless: flow.config.burst === undefined })
  } catch (error) {
    // What a user wrote wrongly is said before anything is done, and needs no record.
    if (error instanceof InputError) throw error
    if (flow.signal.aborted) return { outcome: 'interrupted', reason: 'interrupted' }
    return judgedBy(error)
  }
}

const judgedBy = (error: unknown): Judged => {
  if (error instanceof LemurError)
    return {
      outcome: error instanceof TimeoutError ? 'timed-out' : 'failed',
      reason: explain(error),
    }
  // Even then nothing that was measured is lost.
  log.error({ stack: error instanceof Error ? error.stack : undefined }, 'flood')
  return { outcome: 'failed', reason: `a mistake of chaoslemur itself: ${explain(error)}` }
}

const announce = ({ emit }: Flow, sessions: readonly SessionUp[]): void => {
  for (const session of sessions) emit({ type: 'session-established', ...session })
  const afterMs = latest(sessions)
  emit({ type: 'sessions-established', sessions: sessions.length, afterMs, again: false })
}

const latest = (sessions: readonly SessionUp[]): number =>
  Math.max(0, ...sessions.map(({ afterMs }) => afterMs))

/** As plain data: what is absent is `null`, so that every record has the same keys. */
const shown = (parameters: FloodConfig['parameters']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(parameterNames.map((name) => [name, parameters[name] ?? null]))
