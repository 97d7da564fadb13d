/** What a transfer needs of the engine: numbers for its updates and canaries, and jobs for the threads. */
import { InputError } from '../lib/errors.ts'
import { canaryRange } from './canary.ts'
import type { CanaryJob, Expectation, ProbeJob, SinkJob, SourceJob } from './jobs.ts'
import { lengthMs } from './source/pacer.ts'
import { courseOf, shareOf } from './synthetic/numbering.ts'
import { seedPrefix } from './synthetic/prefix-words.ts'
import type { FloodSetup, SyntheticStream, Transfer } from './types.ts'

/** The next free numbers of an engine. */
export interface Numbers {
  readonly update: number
  readonly canary: number
}

export interface Booking {
  readonly source: SourceJob
  readonly sink: SinkJob
  /** What is free behind the canaries; the updates are known when they are sent. */
  readonly nextCanary: number
}

/** Probes of a window, for each source: enough for many leaks, a small part of all canaries. */
const PROBES = 64

/** An InputError when the transfer makes no sense. */
export const transferBooking = (setup: FloodSetup, job: Transfer, numbers: Numbers): Booking => {
  check(setup, job)
  const { stream, pace } = job
  const sources = setup.sources
    .map((_, index) => index)
    .slice(0, job.sources === 'first' ? 1 : undefined)
  const family = stream.type === 'synthetic' ? stream.family : (setup.families[0] ?? 'ipv4')
  const range = canaryRange(setup.canarySeed, family)
  const canaries =
    job.canaries && setup.sink && !setup.drain ? canaryJobs(sources, numbers.canary) : []
  const firstProbe = numbers.canary + canaries.length
  const isWindow = pace.type === 'window'
  const probes: ProbeJob | undefined = isWindow
    ? { firstSerial: firstProbe, count: PROBES * sources.length }
    : undefined
  const updates = updatesOf(job)
  const source: SourceJob = {
    range,
    canaries,
    probes,
    stream,
    firstNumber: numbers.update,
    sources,
    updates,
    pace,
    prebuilt: job.prebuilt,
    endOfRib: job.endOfRib,
    timeLimitMs: job.timeLimitMs,
  }
  const { tableSize, wholeTable } = stream.type === 'synthetic' ? stream : NO_TABLE
  const { length } = sources
  return {
    source,
    sink: {
      until: job.until,
      idleTimeoutMs: job.idleTimeoutMs,
      range,
      canaries,
      probes,
      stream,
      expect: isWindow ? undefined : expectation(source),
      window: isWindow
        ? sources.map((_, place) => courseOf(tableSize, length, place, numbers.update, wholeTable))
        : undefined,
    },
    nextCanary: firstProbe + (probes?.count ?? 0),
  }
}

/** Of a file. */
const NO_TABLE: Pick<SyntheticStream, 'tableSize' | 'wholeTable'> = { tableSize: 1 }

/** One canary of one source, and nothing else. */
export const canaryBooking = (
  setup: FloodSetup,
  index: number,
  timeoutMs: number,
  numbers: Numbers,
): Booking => {
  const range = canaryRange(setup.canarySeed, setup.families[0] ?? 'ipv4')
  const canaries: CanaryJob[] = [{ source: index, end: 'tail', serial: numbers.canary }]
  const shared = { range, canaries, probes: undefined, stream: undefined }
  return {
    source: {
      ...shared,
      firstNumber: numbers.update,
      sources: [index],
      updates: 0,
      pace: { type: 'flat-out' },
      prebuilt: false,
      endOfRib: false,
    },
    sink: {
      ...shared,
      until: 'canaries',
      idleTimeoutMs: timeoutMs,
      expect: undefined,
      window: undefined,
    },
    nextCanary: numbers.canary + 1,
  }
}

const canaryJobs = (sources: readonly number[], first: number): CanaryJob[] =>
  (['head', 'tail'] as const).flatMap((end, at) =>
    sources.map((source, place) => ({ source, end, serial: first + at * sources.length + place })),
  )

/** Without a number: the whole file; until the time or the pace ends; else the table once. */
const updatesOf = ({ updates, stream, timeLimitMs, pace }: Transfer): number => {
  if (updates !== undefined) return updates
  if (stream.type === 'encoded') return stream.updates
  if (timeLimitMs !== undefined || pace.type === 'rate') return Number.POSITIVE_INFINITY
  return stream.tableSize
}

/** What will be sent when nothing goes wrong; undefined when only the end will tell. */
const expectation = (job: SourceJob): Expectation | undefined => {
  const { stream, updates, sources, firstNumber } = job
  if (!stream || !Number.isFinite(updates) || job.timeLimitMs !== undefined) return undefined
  if (job.pace.type === 'rate' && Number.isFinite(lengthMs(job.pace.stages))) return undefined
  const { tableSize, wholeTable } = stream.type === 'synthetic' ? stream : NO_TABLE
  const shares = sources.map((source, place) => ({
    source,
    course: courseOf(tableSize, sources.length, place, firstNumber, wholeTable),
    updates: shareOf(updates, sources.length, place),
  }))
  const prefixes =
    stream.type === 'synthetic'
      ? updates * stream.groupSize
      : (stream.announced + stream.withdrawn) * sources.length
  return { shares, prefixes, lost: [] }
}

const check = (setup: FloodSetup, job: Transfer): void => {
  const { stream, updates } = job
  if (setup.sources.length === 0) throw new InputError('there is no source that could send')
  if (!setup.sink && job.until !== 'sent')
    throw new InputError('there is no sink: only the sending can be awaited')
  if (job.until === 'canaries' && !job.canaries)
    throw new InputError('canaries are awaited, but none are sent')
  if (stream.type === 'synthetic') checkSynthetic(setup, stream)
  else if (updates !== undefined && updates < stream.updates && awaitsPrefixes(job))
    throw new InputError('of a part of a file, only canaries or the sending can be awaited')
}

const awaitsPrefixes = ({ until }: Transfer): boolean => until === 'prefixes' || until === 'count'

const checkSynthetic = (setup: FloodSetup, stream: SyntheticStream): void => {
  const { tableSize, groupSize, pathLength } = stream
  if (!Number.isInteger(tableSize) || tableSize < 1)
    throw new InputError(`table size ${tableSize}: 1 or more`)
  if (!Number.isInteger(groupSize) || groupSize < 1)
    throw new InputError(`group size ${groupSize}: 1 or more`)
  if (!Number.isInteger(pathLength) || pathLength < 3 || pathLength > 255)
    throw new InputError(`path length ${pathLength}: 3 to 255`)
  const seed = seedPrefix(stream.seedPrefix, stream.prefixLength, tableSize * groupSize)
  if (seed.family !== stream.family)
    throw new InputError(`seed prefix ${stream.seedPrefix} is not ${stream.family}`)
  if (!setup.families.includes(stream.family))
    throw new InputError(`the sessions do not carry ${stream.family}`)
}
