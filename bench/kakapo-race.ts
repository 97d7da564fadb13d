/** The races: each runs both sides in turns, each time with a fresh relay of the opponent's. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { SMALL_WINDOW } from '../src/flood/config.ts'
import type { EncodedStream, Engine, FloodSetup, Transfer } from '../src/flood/types.ts'
import { TimeoutError } from '../src/lib/errors.ts'
import { generatorOf } from './flood-generator.ts'
import { burstJob, windowJob } from './flood-jobs.ts'
import { NEVER, openEngine } from './flood-link.ts'
import { type Environment, runKakapo, startOpponentRelay } from './kakapo-opponent.ts'

export interface Programs {
  readonly kakapo: string
  /** Its path, or with what it is run. */
  readonly relay: string | readonly string[]
  /** With its rate test repaired, when there is one. */
  readonly repaired: string | undefined
}

/** First rounds apart. */
export interface Samples {
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
}

const BGP_PORT = 179
/** Both sides twice, in turns. */
const SESSIONS = 2
/** A rate has one figure a session, and each is at the mercy of its moment. */
const RATE_SESSIONS = 6

export interface Bursts extends Samples {
  /** Ours until each prefix was seen, where `ours` counts prefixes as theirs does. */
  readonly verified: readonly number[]
}

export const burstRace = async (
  { kakapo, relay }: Programs,
  updates: number,
  groupSize: number,
  senders: number,
  rounds: number,
): Promise<Bursts> => {
  const ours: number[] = []
  const theirs: number[] = []
  const verified: number[] = []
  const job = burstJob(updates, groupSize, senders > 1 ? 'all' : 'first')
  const counted = { ...job, until: 'count' } as const
  const environment = {
    MODE: 'SINGLEONLY',
    REPEAT: rounds + 1,
    TABLESIZE: updates,
    MAXBURSTCOUNT: updates,
    GROUPSIZE: groupSize,
    TIMEOUT: 20,
    ...(senders > 1 && { MODE: 'MULTI', REPEATDELAY: 0 }),
  }
  for (let session = 0; session < SESSIONS; session++) {
    const what = senders > 1 ? 'multi' : 'single'
    const { figures } = await withRelay(relay, () =>
      runKakapo(kakapo, peers(senders), environment, what),
    )
    theirs.push(...figures.slice(1))
    ours.push(...(await withRelay(relay, () => ourRounds(senders, counted, rounds))))
    verified.push(...(await withRelay(relay, () => ourRounds(senders, job, rounds))))
  }
  return { ours, theirs, verified }
}

/** The file is sent to its last canary; theirs has a second canary in it. */
export const fileRace = async (
  { kakapo, relay }: Programs,
  path: string,
  stream: EncodedStream,
  rounds: number,
): Promise<Samples> => {
  const ours: number[] = []
  const theirs: number[] = []
  const environment = {
    MODE: 'FILE',
    SENDFILENAME: path,
    REPEAT: rounds + 1,
    REPEATDELAY: 0,
    TIMEOUT: 20,
  }
  const { updates: _, ...job } = burstJob(stream.updates, 1, 'first')
  for (let session = 0; session < SESSIONS; session++) {
    const { figures } = await withRelay(relay, () =>
      runKakapo(kakapo, peers(1), environment, 'file'),
    )
    theirs.push(...figures.slice(1))
    const file = { ...job, stream, endOfRib: true, until: 'canaries' } as const
    ours.push(...(await withRelay(relay, () => ourRounds(1, file, rounds))))
  }
  return { ours, theirs }
}

export interface Rates extends Samples {
  readonly repaired: readonly number[]
}

/** Messages a second. */
export const rateRace = async (
  { kakapo, relay, repaired }: Programs,
  outstanding: number,
  senders: number,
  seconds: number,
): Promise<Rates> => {
  const rates = { ours: [] as number[], theirs: [] as number[], repaired: [] as number[] }
  const environment: Environment = {
    MODE: senders > 1 ? 'RATE' : 'SINGLERATE',
    RATETIMELIMIT: seconds,
    RATEWINDOW: outstanding,
    TABLESIZE: 100_000,
    GROUPSIZE: 1,
  }
  const threads = outstanding <= SMALL_WINDOW ? 1 : 2
  for (let session = 0; session < RATE_SESSIONS; session++) {
    for (const [name, program] of [
      ['theirs', kakapo],
      ['repaired', repaired],
    ] as const)
      if (program !== undefined)
        rates[name].push(
          ...(await withRelay(relay, () => runKakapo(program, peers(senders), environment, 'rate')))
            .figures,
        )
    rates.ours.push(
      await withRelay(relay, () =>
        withEngine(senders, { threads }, async (engine) => {
          const result = await engine.transfer(windowJob(outstanding, seconds), NEVER)
          const tookMs = (result.lastUpdateAtMs ?? Number.NaN) - result.startedAtMs
          return (result.updatesReceived / tookMs) * 1000
        }),
      ),
    )
  }
  return rates
}

/** Milliseconds from before the first update is encoded to the end, without the first round. */
const ourRounds = (senders: number, job: Transfer, rounds: number): Promise<readonly number[]> =>
  withEngine(senders, {}, async (engine) => {
    const ms: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const result = await engine.transfer(job, NEVER)
      if (result.outcome !== 'complete') throw new Error(`${result.outcome}: ${result.reason}`)
      ms.push((result.completedAtMs ?? Number.NaN) - result.startedAtMs)
    }
    return ms.slice(1)
  })

export const withEngine = async <T>(
  senders: number,
  setup: Partial<FloodSetup>,
  use: (engine: Engine) => Promise<T>,
): Promise<T> => {
  const engine = await openEngine(BGP_PORT, senders, setup)
  try {
    return await use(engine)
  } finally {
    await engine[Symbol.asyncDispose]()
  }
}

/** Their relay now and then does not accept the last of many sessions: then another one is tried. */
export const withRelay = async <T>(
  program: Programs['relay'],
  use: (pid: number) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    const relay = await startOpponentRelay(program, '127.0.0.2')
    try {
      return await use(relay.pid)
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof TimeoutError)) throw error
    } finally {
      await relay.end()
    }
  }
}

const ATTEMPTS = 3

export const peers = (senders: number): readonly string[] =>
  Array.from({ length: senders + 1 }, (_, i) => `127.0.0.1,127.0.0.${2 + i},65001`)

/** A file of kakapo's updates, and the same as a stream. */
export const writeFile = (path: string, updates: number): EncodedStream => {
  const file = openSync(path, 'w+')
  const { perBlock, fill } = generatorOf(updates, 1)
  let octets = 0
  for (let k = 0; k < updates; k += perBlock) octets += writeSync(file, fill(k))
  const bytes = new SharedArrayBuffer(octets)
  for (let at = 0; at < octets; )
    at += readSync(file, new Uint8Array(bytes, at), 0, Math.min(PIECE, octets - at), at)
  closeSync(file)
  return { type: 'encoded', bytes, messages: updates, updates, announced: updates, withdrawn: 0 }
}

const PIECE = 2 ** 20
