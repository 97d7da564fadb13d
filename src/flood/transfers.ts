/** The transfers that the steps of a mode make of the parameters. */
import type { FloodConfig } from './config.ts'
import type { EncodedStream, Transfer } from './types.ts'

type Sources = Transfer['sources']

const PROGRESS_MS = 250

/** What all of them share. */
const common = (config: FloodConfig) => ({
  prebuilt: config.parameters.prebuilt,
  canaries: config.counted,
  until: endOf(config, config.parameters.until ?? 'prefixes'),
  idleTimeoutMs: config.parameters.timeout,
  progressEveryMs: PROGRESS_MS,
  ...(config.burstMs === undefined ? {} : { timeLimitMs: config.burstMs }),
})

/** A sink that only drains knows when as many octets have come as were sent; no sink knows nothing. */
const endOf = ({ setup }: FloodConfig, wanted: Transfer['until']): Transfer['until'] => {
  if (!setup.sink) return 'sent'
  return setup.drain && wanted !== 'sent' ? 'count' : wanted
}

const paceOf = ({ parameters }: FloodConfig): Transfer['pace'] =>
  parameters.rate ?? { type: 'flat-out' }

/**
 * The whole table from each source, all at the same time (kakapo: one after the other).
 * Announcements only, and as fast as they go.
 */
export const conditioning = (config: FloodConfig): Transfer => {
  const { timeLimitMs: _, ...rest } = common(config)
  return {
    ...rest,
    stream: { ...config.stream, withdrawShare: 0, flap: false, wholeTable: true },
    updates: config.stream.tableSize * config.setup.sources.length,
    sources: 'all',
    pace: { type: 'flat-out' },
    endOfRib: true,
    until: endOf(config, 'prefixes'),
  }
}

export const burst = (config: FloodConfig, sources: Sources): Transfer => ({
  ...common(config),
  stream: config.stream,
  ...(config.burst === undefined ? {} : { updates: config.burst }),
  sources,
  pace: paceOf(config),
  endOfRib: config.parameters.eor,
})

/** The window is counted in UPDATEs, so nothing but the stream is sent: the barriers have the canaries. */
export const rate = (config: FloodConfig, sources: Sources): Transfer => {
  const { count, window, largestBlock } = config.parameters
  return {
    ...common(config),
    stream: config.stream,
    ...(count === undefined ? {} : { updates: count }),
    ...(config.rateMs === undefined ? {} : { timeLimitMs: config.rateMs }),
    sources,
    pace: { type: 'window', outstanding: window, largestBlock },
    endOfRib: false,
    canaries: false,
    until: 'count',
  }
}

/**
 * Every prefix is awaited where the device does not have the file yet. It forwards no route that it
 * forwarded before; then, and for kakapo's environment always, the canary behind the file is awaited.
 */
export const file = (config: FloodConfig, stream: EncodedStream, repeat: number): Transfer => {
  const { speed, from, until, restart } = config.parameters
  const isNew = repeat === 1 || restart
  const end = until ?? (config.kakapo || !isNew ? 'canaries' : 'prefixes')
  return {
    ...common(config),
    stream,
    sources: from,
    pace: speed === undefined ? paceOf(config) : { type: 'recorded', speed },
    endOfRib: true,
    until: endOf(config, end),
  }
}

/** One UPDATE there and back. */
export const roundTrip = (config: FloodConfig): Transfer => ({
  ...common(config),
  stream: { ...config.stream, withdrawShare: 0, flap: false },
  updates: 1,
  sources: 'first',
  pace: { type: 'flat-out' },
  endOfRib: false,
  canaries: false,
  until: 'prefixes',
})
