/**
 * kakapo.json and kakapo.log as kakapo writes them, for scripts that read these: one object a line
 * with a comma behind it, and one line of words a summary. Seconds with six digits; the standard
 * deviation is that of the population; the first of several cycles is left out.
 */
import type { Burst, Interval } from './burst.ts'
import type { FloodConfig } from './config.ts'
import type { FloodRecord, OUTCOMES } from './record.ts'
import { spreadOf } from './statistics.ts'

export interface KakapoLines {
  readonly json: string
  readonly log: string
}

export const KAKAPO_LOG_HEADER =
  'LOGTEXT TEST TIME SENDERS CONDITIONING MEAN MAX MIN STDDEV TABLESIZE GROUPSIZE ' +
  'MAXBURSTCOUNT REPEAT RATEWINDOW RATECOUNT SINGLERATE MULTIRATE\n'

export const kakapoLines = (record: FloodRecord, config: FloodConfig): KakapoLines => {
  const common = commonOf(record, config)
  const sums = summaries(record).map((summary) => ({ ...summary, ...ratesOf(record) }))
  const end = Date.parse(record.startedAt) + record.elapsedMs
  return {
    json: [
      startLine(record, common),
      ...record.bursts.flatMap((burst) => rateLines(record, burst)),
      ...sums.map((summary) => summaryLine(record, common, summary, end)),
    ].join(''),
    log: sums.map((summary) => logLine(record, common, summary, end)).join(''),
  }
}

type Common = ReturnType<typeof commonOf>

const commonOf = ({ parameters: p, bursts }: FloodRecord, config: FloodConfig) => ({
  senders: config.setup.sources.length,
  conditioningS: seconds(total(bursts.filter(({ kind }) => kind === 'conditioning'))),
  sizes: {
    TABLESIZE: p.table,
    GROUPSIZE: p.group,
    MAXBURSTCOUNT: config.burst ?? -1,
    REPEAT: p.repeat,
    RATEWINDOW: p.window,
    RATECOUNT: p.count ?? -1,
  },
  limitS: config.rateMs === undefined ? -1 : Math.round(config.rateMs / 1000),
})

interface Summary {
  readonly name: string
  readonly mean: number
  readonly max: number
  readonly min: number
  readonly sd: number
}

const TEST_NAMES: Readonly<Record<string, readonly string[]>> = {
  single: ['single_peer_burst_test'],
  multi: ['multi_peer_burst_test'],
  'single-only': ['single_only_peer_burst_test'],
  both: ['single_peer_burst_test', 'multi_peer_burst_test'],
  rate: ['multi_peer_rate_test'],
  'single-rate': ['single_peer_rate_test'],
  file: ['file_test'],
  pam: ['PAM'],
  func: [],
}

/** One a test name; the figures are zero where there are none, as kakapo has it for rate tests. */
const summaries = ({ mode, bursts }: FloodRecord): readonly Summary[] =>
  (TEST_NAMES[mode] ?? []).map((name) => {
    const sources = name.startsWith('multi') ? 'all' : 'first'
    const measured = bursts.filter(
      (burst) =>
        (burst.kind === 'burst' || burst.kind === 'file') &&
        !burst.cold &&
        (burst.kind === 'file' || burst.sources === sources),
    )
    const spread = spreadOf(measured.map(({ completeMs }) => completeMs))
    const { mean = 0, max = 0, min = 0, populationSd = 0 } = spread ?? {}
    return { name, mean: mean / 1e3, max: max / 1e3, min: min / 1e3, sd: populationSd / 1e3 }
  })

const ratesOf = ({ bursts }: FloodRecord) => {
  const rate = (sources: string) =>
    Math.round(
      bursts.find((burst) => burst.kind === 'rate' && burst.sources === sources)?.updatesPerS ?? 0,
    )
  return { single_rate: rate('first'), multi_rate: rate('all') }
}

const startLine = (record: FloodRecord, { senders, sizes }: Common): string =>
  line({
    type: 'start',
    unixtime: Math.floor(Date.parse(record.startedAt) / 1000),
    LOGTEXT: record.text,
    time: timeText(Date.parse(record.startedAt)),
    sender_count: senders,
    ...sizes,
    ...identity(record),
  })

const summaryLine = (
  record: FloodRecord,
  { senders, conditioningS, sizes, limitS }: Common,
  summary: Summary & ReturnType<typeof ratesOf>,
  endMs: number,
): string => {
  const { name, mean, max, min, sd, ...rates } = summary
  return line({
    type: 'summary',
    unixtime: Math.floor(endMs / 1000),
    elapsed_time: seconds(record.elapsedMs),
    LOGTEXT: record.text,
    test_name: name,
    time: timeText(endMs),
    sender_count: senders,
    conditioning_duration: conditioningS,
    ...{ mean, max, min, sd },
    ...sizes,
    RATETIMELIMIT: limitS,
    ...rates,
    ...identity(record),
    exit_status: exitStatus(record),
  })
}

const rateLines = (record: FloodRecord, { kind, intervals }: Burst): readonly string[] =>
  kind === 'rate' ? tenSeconds(intervals).map((interval) => rateLine(record, interval)) : []

const rateLine = (record: FloodRecord, { at, updates, ms }: TenSeconds): string =>
  line({
    type: 'rate_intermediate',
    UUID: record.test,
    time: `${timeText(Date.parse(record.startedAt) + at)}000000`,
    elapsed: seconds(at),
    duration: seconds(ms),
    message_count: updates,
    calculated_rate: Math.round((updates / ms) * 1000),
  })

interface TenSeconds {
  readonly at: number
  readonly updates: number
  readonly ms: number
}

/** kakapo's interval is ten seconds. */
const tenSeconds = (intervals: readonly Interval[]): readonly TenSeconds[] => {
  const found: TenSeconds[] = []
  let [from, updates] = [0, 0]
  for (const { endMs, updatesReceived } of intervals) {
    updates += updatesReceived
    if (endMs - from < 10_000) continue
    found.push({ at: endMs, updates, ms: endMs - from })
    ;[from, updates] = [endMs, 0]
  }
  return found
}

const logLine = (
  record: FloodRecord,
  { senders, conditioningS, sizes }: Common,
  { name, mean, max, min, sd, single_rate, multi_rate }: Summary & ReturnType<typeof ratesOf>,
  endMs: number,
): string => {
  const times = [conditioningS, mean, max, min, sd].map((value) => value.toFixed(6))
  const words = [
    JSON.stringify(record.text),
    name,
    `"${timeText(endMs)}"`,
    senders,
    ...times,
    ...Object.values(sizes),
    single_rate,
    multi_rate,
  ]
  return `${words.join(' ')}\n`
}

const identity = ({ host, test }: FloodRecord) => ({
  BRANCH: 'chaoslemur',
  VERSION: host.versions.chaoslemur,
  HOSTNAME: host.name,
  UUID: test,
})

/** kakapo leaves "NOT SET" on success. */
const exitStatus = ({ outcome }: FloodRecord): string =>
  ({
    complete: 'NOT SET',
    incomplete: 'INCOMPLETE',
    failed: 'ENDOFSTREAM',
    'timed-out': 'TIMEOUT',
    interrupted: 'INTERRUPTED',
  })[outcome satisfies keyof typeof OUTCOMES]

const line = (object: object): string => `${JSON.stringify(object)},\n`

const seconds = (ms: number): number => Number((ms / 1000).toFixed(6))

const total = (bursts: readonly Burst[]): number =>
  bursts.reduce((sum, { completeMs, lastUpdateMs }) => sum + (completeMs ?? lastUpdateMs ?? 0), 0)

/** `2026-11-21 09:00:00.123`, UTC */
const timeText = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, 23)
