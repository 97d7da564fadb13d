/** One burst through a device that has just been started. */
import type { TransferJob } from '../../flood/remote/client.ts'
import { plainStream } from '../../flood/synthetic/plain-stream.ts'
import type { SessionUp, TransferResult } from '../../flood/types.ts'
import type { Usage } from '../../flood/usage.ts'
import { explain, LemurError } from '../../lib/errors.ts'
import { type Bed, type BedParts, floodPeers, openBed } from '../docker/bed.ts'
import type { Dut } from '../dut.ts'
import type { SendersWanted } from '../layout.ts'
import type { DutFigures, DutQuestion, DutRun } from './record.ts'
import { flagsOf } from './trust.ts'

export interface RunDone {
  readonly run: DutRun
  readonly version?: string
  readonly node?: string
}

/** Never rejects for what the device does; for what the user or the engine does, it does. */
export const runOnce = async (
  parts: BedParts,
  dut: Dut,
  asked: DutQuestion,
  signal: AbortSignal,
): Promise<RunDone> => {
  const { cpus, memoryBytes } = asked
  const limits = { cpus: cpus ?? undefined, memoryBytes: memoryBytes ?? undefined }
  await using bed = await openBed(parts, { dut, senders: sendersOf(asked), ...limits }, signal)
  const version = await bed.device.ask(dut.ask.version)
  try {
    return { version, node: bed.generator.node, run: await flood(bed, dut, asked, signal) }
  } catch (error) {
    if (signal.aborted || !(error instanceof LemurError)) throw error
    return { version, node: bed.generator.node, run: failed(explain(error)) }
  }
}

const failed = (reason: string): DutRun => ({ outcome: 'failed', reason, flags: ['incomplete'] })

const sendersOf = ({ peers, senders }: DutQuestion): SendersWanted => ({
  count: peers,
  by: senders === 'ibgp' ? 'range' : 'list',
  internal: senders === 'ibgp',
})

const flood = async (
  { generator, device, layout }: Bed,
  dut: Dut,
  asked: DutQuestion,
  signal: AbortSignal,
): Promise<DutRun> => {
  await generator.open(
    {
      ...floodPeers(layout),
      families: ['ipv4'],
      holdTimeS: HOLD_TIME_S,
      establishTimeoutMs: ESTABLISHED_WITHIN_MS,
      drain: false,
      canarySeed: CANARY_SEED,
    },
    signal,
  )
  const sessions = await generator.establish(signal)
  const job = jobOf(asked, dut.processes)
  const { result, usage } = await generator.transfer(job, signal)
  if (result.completedAtMs === undefined) {
    return { ...failed(reasonOf(result)), outcome: result.outcome }
  }
  const tablePrefixes = await device.ask(dut.ask.prefixes)
  const figures = figuresOf({ sessions, result, usage, tablePrefixes })
  const flags = flagsOf(figures, result.outcome === 'complete')
  return { outcome: result.outcome, figures, flags }
}

// Some daemons lose a session that has agreed on no hold time at all.
const HOLD_TIME_S = 900
const ESTABLISHED_WITHIN_MS = 120_000
const IDLE_TIMEOUT_MS = 60_000
/** Not used: the prefixes themselves are counted. */
const CANARY_SEED = '250.0.0.0'
/** Above the loopback network, with room for ten million of them below the multicast range. */
const SEED_PREFIX = '128.0.0.0'
const PREFIX_LENGTH = 24
export const MOST_PREFIXES = 5_000_000

const jobOf = (asked: DutQuestion, watch: readonly string[]): TransferJob => {
  const { prefixes, peers, table, groupSize } = asked
  const tableSize = Math.ceil(prefixes / groupSize)
  const stream = plainStream(tableSize, {
    groupSize,
    wholeTable: table === 'same',
    seedPrefix: SEED_PREFIX,
    prefixLength: PREFIX_LENGTH,
    pathLength: 4,
  })
  return {
    stream,
    updates: table === 'same' ? tableSize * peers : tableSize,
    sources: 'all',
    pace: { type: 'flat-out' },
    prebuilt: false,
    endOfRib: true,
    canaries: false,
    until: 'prefixes',
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    watch,
  }
}

const reasonOf = ({ outcome, reason, missingPrefixes, expectedPrefixes }: TransferResult): string =>
  reason ?? `${outcome}: ${missingPrefixes} of ${expectedPrefixes} prefixes did not arrive`

interface Seen {
  readonly sessions: readonly SessionUp[]
  readonly result: TransferResult
  readonly usage: Usage
  readonly tablePrefixes: number
}

const figuresOf = ({ sessions, result, usage, tablePrefixes }: Seen): DutFigures => {
  const since = (atMs = Number.NaN) => atMs - result.startedAtMs
  const allRoutesMs = since(result.completedAtMs)
  return {
    establishedMs: Math.max(...sessions.map(({ afterMs }) => afterMs)),
    firstRouteMs: since(result.firstUpdateAtMs),
    allRoutesMs,
    routesPerS: (result.expectedPrefixes / allRoutesMs) * 1000,
    dutCpuUserMs: usage.userMs,
    dutCpuSystemMs: usage.systemMs,
    dutPeakBytes: usage.peakResidentBytes,
    sendMs: since(result.sentAtMs),
    blockedMs: result.blockedMs / (sessions.length - 1),
    generatorCpuMs: usage.ownMs,
    foreignCpuMs: usage.foreignMs,
    watchedMs: usage.elapsedMs,
    machineCpus: usage.cpus,
    expectedPrefixes: result.expectedPrefixes,
    missingPrefixes: result.missingPrefixes,
    repeatedPrefixes: result.repeatedPrefixes,
    tablePrefixes,
  }
}
