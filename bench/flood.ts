/**
 * The flood engine through our own relay on loopback. A burst lasts from before its first update is
 * encoded until the sink has seen, and verified, its last prefix. First rounds stand apart: they
 * are those of code that is not compiled yet.
 */
import { SMALL_WINDOW } from '../src/flood/config.ts'
import type { Engine } from '../src/flood/types.ts'
import { generate } from './flood-generator.ts'
import { burstJob, windowJob } from './flood-jobs.ts'
import { NEVER, openEngine, peakMemoryMb, startRelayProcess } from './flood-link.ts'
import { sinkAlone } from './flood-sink.ts'
import { benchTable, quantile } from './table.ts'

const BURSTS: readonly (readonly [updates: number, groupSize: number])[] = [
  [10_000, 1],
  [100_000, 1],
  [1_000_000, 1],
  [10_000_000, 1],
  [80_000, 10],
  [1_000_000, 10],
  [10_000, 800],
]
const WINDOWS = [1, 10, 100, 1000, 5000]
const RATE_S = 2
const MANY = 10_000_000

interface Row {
  readonly name: string
  readonly updates: number
  readonly prefixes: number
  readonly octets: number
  readonly firstRoundMs: number
  readonly ms: readonly number[]
  readonly firstUpdateMs?: readonly number[]
}

export const main = async (args: readonly string[]): Promise<void> => {
  const rounds = Number(args[args.indexOf('--rounds') + 1]) || 10
  const note = (text: string) => void process.stderr.write(`${text}\n`)
  const relay = await startRelayProcess()
  try {
    const rows: Row[] = []
    note('bursts')
    const engine = await openEngine(relay.port, 1)
    for (const [updates, groupSize] of BURSTS)
      rows.push(await burstRow(engine, updates, groupSize, rounds))
    await engine[Symbol.asyncDispose]()
    const memory = { engineMb: peakMemoryMb('self'), relayMb: peakMemoryMb(relay.pid) }
    note('parts')
    rows.push(await drainRow(relay.port, rounds), generatorRow(rounds))
    rows.push(await sinkRow('sink alone, counted', 'count', rounds))
    rows.push(await sinkRow('sink alone, verified', 'prefixes', rounds))
    note('windows')
    const rates = await ratesOf(relay.port)
    const result = { rounds, bursts: rows.map(figures), rates, memory }
    process.stdout.write(args.includes('--json') ? `${JSON.stringify(result)}\n` : text(result))
  } finally {
    await relay.end()
  }
}

const burstRow = async (
  engine: Engine,
  updates: number,
  groupSize: number,
  rounds: number,
): Promise<Row> => {
  const ms: number[] = []
  const firstUpdateMs: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const result = await engine.transfer(burstJob(updates, groupSize), NEVER)
    if (result.outcome !== 'complete') throw new Error(`${result.outcome}: ${result.reason}`)
    ms.push((result.completedAtMs ?? Number.NaN) - result.startedAtMs)
    firstUpdateMs.push((result.firstUpdateAtMs ?? Number.NaN) - result.startedAtMs)
  }
  return row(`${thousands(updates)} x ${groupSize}`, updates, groupSize, ms, firstUpdateMs)
}

const row = (
  name: string,
  updates: number,
  groupSize: number,
  [firstRoundMs = Number.NaN, ...ms]: readonly number[],
  firstUpdateMs?: readonly number[],
): Row => ({
  name,
  updates,
  prefixes: updates * groupSize,
  octets: updates * (59 + 5 * groupSize),
  firstRoundMs,
  ms,
  ...(firstUpdateMs && { firstUpdateMs: firstUpdateMs.slice(1) }),
})

const drainRow = async (port: number, rounds: number): Promise<Row> => {
  const engine = await openEngine(port, 1, { drain: true })
  const ms: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const job = { ...burstJob(MANY, 1), canaries: false, until: 'count' as const }
    const { completedAtMs, startedAtMs } = await engine.transfer(job, NEVER)
    ms.push((completedAtMs ?? Number.NaN) - startedAtMs)
  }
  await engine[Symbol.asyncDispose]()
  return row('drain, 10 M x 1', MANY, 1, ms)
}

const generatorRow = (rounds: number): Row => {
  const ms = Array.from({ length: rounds + 1 }, () => generate(MANY, 1))
  return row('generator alone, 10 M x 1', MANY, 1, ms)
}

const sinkRow = async (name: string, until: 'count' | 'prefixes', rounds: number): Promise<Row> =>
  row(`${name}, 10 M x 1`, MANY, 1, await sinkAlone(MANY, rounds + 1, until))

interface Rate {
  readonly window: number
  readonly senders: number
  readonly perS: number
}

const ratesOf = async (port: number): Promise<readonly Rate[]> => {
  const rates: Rate[] = []
  for (const senders of [1, 5])
    for (const window of WINDOWS) {
      const threads = window <= SMALL_WINDOW ? 1 : 2
      const engine = await openEngine(port, senders, { threads })
      const result = await engine.transfer(windowJob(window, RATE_S), NEVER)
      await engine[Symbol.asyncDispose]()
      const tookMs = (result.lastUpdateAtMs ?? Number.NaN) - result.startedAtMs
      rates.push({ window, senders, perS: (result.updatesReceived / tookMs) * 1000 })
    }
  return rates
}

const figures = ({ ms, firstUpdateMs, ...rest }: Row) => ({
  ...rest,
  minMs: quantile(ms, 0),
  medianMs: quantile(ms, 0.5),
  firstUpdateMedianMs: firstUpdateMs ? quantile(firstUpdateMs, 0.5) : null,
})

interface Result {
  readonly bursts: readonly ReturnType<typeof figures>[]
  readonly rates: readonly Rate[]
  readonly memory: { readonly engineMb: number; readonly relayMb: number }
}

const text = ({ bursts, rates, memory }: Result): string =>
  [
    benchTable(
      TITLES,
      bursts.map(({ name, updates, prefixes, octets, firstRoundMs, ...one }) => [
        name,
        ...[one.minMs, one.medianMs, firstRoundMs, one.firstUpdateMedianMs],
        ...[updates, prefixes, octets].map((count) => count / one.minMs / 1000),
      ]),
    ),
    '',
    benchTable(
      ['window', 'senders', 'messages/s'],
      rates.map(({ window, senders, perS }) => [String(window), senders, perS]),
    ),
    '',
    `peak memory: engine ${Math.round(memory.engineMb)} MB, relay ${Math.round(memory.relayMb)} MB`,
    '',
  ].join('\n')

const TITLES = [
  '',
  'min ms',
  'median ms',
  'first round ms',
  'first update ms',
  'M messages/s',
  'M prefixes/s',
  'MB/s',
]

const thousands = (count: number): string =>
  count >= 1_000_000 ? `${count / 1_000_000} M` : `${count / 1000} k`
