/**
 * Side by side with kakapo, which is not part of this repository: the bench is given its programs.
 * Both go through kakapo's own relay, in a network namespace that the bench makes and removes. Both
 * sides run in turns, first rounds are left out, and the ratios are those of one run on one machine.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { BackendError, InputError } from '../src/lib/errors.ts'
import { renderTable } from '../src/lib/table.ts'
import { peakMemoryMb } from './flood-link.ts'
import { deviceGone, opponentGone, roundTrips, sessionsUp } from './kakapo-alone.ts'
import { daemonRace } from './kakapo-daemons.ts'
import {
  type Bursts,
  burstRace,
  fileRace,
  type Programs,
  rateRace,
  type Samples,
  writeFile,
} from './kakapo-race.ts'
import { quantile } from './table.ts'

const INSIDE = 'CHAOSLEMUR_BENCH_NAMESPACE'
const MANY = 10_000_000
const RATE_S = 1

/** A ratio of ours to theirs: at most so much for times, at least so much for rates. */
interface Row {
  readonly name: string
  readonly unit: 'ms' | 'k/s'
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
  readonly target?: Target
}

interface Target {
  readonly ratio: number
  readonly is: 'at most' | 'at least'
}

export const main = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const { kakapo, relay, repaired, json } = values
  if (kakapo === undefined || relay === undefined)
    throw new InputError('which programs? --kakapo PATH --relay PATH [--repaired PATH]')
  if (process.env[INSIDE] === undefined) return inNamespace(args)
  const rounds = Number(values.rounds ?? 10)
  const note = (text: string) => void process.stderr.write(`${text}\n`)
  const programs = { kakapo, relay, repaired }
  const only = values.only?.split(',') ?? ['bursts', 'file', 'sink', 'multi', 'rate', 'alone']
  const daemons = values.daemons?.split(',') ?? DAEMONS
  const rows = await raceRows(programs, rounds, only, daemons, note)
  const alone = only.includes('alone') ? await aloneFacts(programs, note) : {}
  process.stdout.write(
    json ? `${JSON.stringify({ rows: rows.map(figures), alone })}\n` : text(rows, alone),
  )
}

const OPTIONS = {
  kakapo: { type: 'string' },
  relay: { type: 'string' },
  repaired: { type: 'string' },
  rounds: { type: 'string' },
  only: { type: 'string' },
  daemons: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** The same program again, in a namespace with nothing but a loopback interface. */
const inNamespace = async (args: readonly string[]): Promise<void> => {
  const name = `chaoslemur-bench-${process.pid}`
  ip('netns', 'add', name)
  try {
    ip('-n', name, 'link', 'set', 'lo', 'up')
    const program = process.argv[1] ?? ''
    const command = ['netns', 'exec', name, process.execPath, program, 'kakapo', ...args]
    const child = spawn('ip', command, {
      stdio: 'inherit',
      env: { ...process.env, [INSIDE]: name },
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => child.kill(signal))
    const [status] = (await once(child, 'exit')) as [number | null]
    process.exitCode = status ?? 1
  } finally {
    ip('netns', 'del', name)
  }
}

const ip = (...args: readonly string[]): void => {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' })
  if (status !== 0)
    throw new BackendError(`ip ${args.join(' ')} failed`, {
      output: [stderr ?? ''],
      hint: 'network namespaces need root, and the package iproute2',
    })
}

const raceRows = async (
  programs: Programs,
  rounds: number,
  only: readonly string[],
  daemons: readonly string[],
  note: (text: string) => void,
): Promise<readonly Row[]> => {
  const rows: Row[] = []
  const add = (row: Row) => {
    rows.push(row)
    note(`${row.name}: ratio of the best ${figures(row).ratio.best.toFixed(2)}`)
  }
  const race = (name: string, ratio: number, { ours, theirs }: Samples) =>
    add({ name, unit: 'ms', ours, theirs, target: { ratio, is: 'at most' } })
  const bursts = (name: string, ratio: number, samples: Bursts) => {
    race(name, ratio, samples)
    add({ name: `${name}, verified`, unit: 'ms', ours: samples.verified, theirs: samples.theirs })
  }
  if (only.includes('bursts'))
    for (const [updates, groupSize] of BURSTS)
      bursts(
        `burst ${updates} x ${groupSize}`,
        0.6,
        await burstRace(programs, updates, groupSize, 1, rounds * (updates < SMALL ? 5 : 1)),
      )
  if (only.includes('file')) race('file 10 M x 64 octets', 1, await fileOf(programs, rounds))
  if (only.includes('sink')) race('sink alone, 10 M', 1.05, await sinkOf(programs, rounds))
  if (only.includes('multi'))
    for (const senders of [2, 5])
      bursts(
        `100 k, ${senders} senders`,
        0.2,
        await burstRace(programs, 100_000, 1, senders, rounds),
      )
  if (only.includes('rate'))
    for (const senders of [1, 5])
      for (const window of [1, 10, 100, 1000, 5000]) {
        const name = `window ${window}, ${senders} sender${senders > 1 ? 's' : ''}`
        const { ours, theirs, repaired } = await rateRace(programs, window, senders, RATE_S)
        const target = { ratio: 1, is: 'at least' } as const
        const isLarge = window >= 1000
        add({ name: `${name}, as shipped`, unit: 'k/s', ours, theirs, target })
        if (repaired.length > 0)
          add({
            name: `${name}, repaired`,
            unit: 'k/s',
            ours,
            theirs: repaired,
            ...(isLarge && { target }),
          })
      }
  if (only.includes('daemons'))
    for (const daemon of daemons)
      for (const row of await daemonRace(programs.kakapo, daemon, note))
        add({ ...row, target: parity(row) })
  return rows
}

/** Within noise of it. */
const parity = ({ unit }: Pick<Row, 'unit'>): Target =>
  unit === 'ms' ? { ratio: 1.05, is: 'at most' } : { ratio: 0.95, is: 'at least' }

const DAEMONS = ['bird', 'frr', 'openbgpd'] as const

/** Bursts of fewer UPDATEs are over in a moment, and vary more. */
const SMALL = 200_000

const BURSTS = [
  [10_000, 1],
  [100_000, 1],
  [1_000_000, 1],
  [10_000_000, 1],
  [80_000, 10],
  [1_000_000, 10],
  [100_000, 100],
  [10_000, 800],
] as const

const fileOf = async (programs: Programs, rounds: number): Promise<Samples> => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-bench-'))
  try {
    const path = join(folder, 'updates.raw')
    return await fileRace(programs, path, writeFile(path, MANY), rounds)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file of one update, behind which the device puts all that there is to read. */
const sinkOf = async (programs: Programs, rounds: number): Promise<Samples> => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-bench-'))
  try {
    const path = join(folder, 'update.raw')
    const pump = fileURLToPath(new URL('./kakapo-pump.js', import.meta.url))
    const relay = [process.execPath, pump]
    return await fileRace({ ...programs, relay }, path, writeFile(path, 1), rounds)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const aloneFacts = async (programs: Programs, note: (text: string) => void) => {
  const memoryMb = peakMemoryMb('self')
  note('device killed')
  const killed = await deviceGone(programs, 'SIGKILL', 10_000)
  const theirsKilledMs = await opponentGone(programs)
  note('device silent')
  const silent = await deviceGone(programs, 'SIGSTOP', 1000)
  note('sessions')
  const up = { 50: await sessionsUp(50), 200: await sessionsUp(200) }
  const trips = await roundTrips(programs, 100)
  const trip = { medianMs: quantile(trips, 0.5), p99Ms: quantile(trips, 0.99) }
  return { memoryMb, killed, theirsKilledMs, silent, up, trip }
}

const figures = ({ name, unit, ours, theirs, target }: Row) => {
  const best = target?.is === 'at least' ? 1 : 0
  const [our, their] = [ours, theirs].map((all) => ({
    best: quantile(all, unit === 'ms' ? 0 : 1),
    median: quantile(all, 0.5),
  })) as [Figure, Figure]
  const ratio = { best: our.best / their.best, median: our.median / their.median }
  const met = target && (best ? ratio.best >= target.ratio : ratio.best <= target.ratio)
  return { name, unit, ours: our, theirs: their, ratio, target, met }
}

interface Figure {
  readonly best: number
  readonly median: number
}

const text = (rows: readonly Row[], alone: object): string => {
  const columns = TITLES.map((title, i) => ({ title, align: i === 0 ? 'left' : 'right' }) as const)
  const lines = rows
    .map(figures)
    .map(({ name, unit, ours, theirs, ratio, target, met }) => [
      name,
      ...[ours.best, ours.median, theirs.best, theirs.median].map((value) => shown(value, unit)),
      ratio.best.toFixed(2),
      ratio.median.toFixed(2),
      target ? `${target.is} ${target.ratio}` : '',
      met === undefined ? '' : met ? 'yes' : 'NO',
    ])
  return `${renderTable(columns, lines)}\n\n${JSON.stringify(alone, null, 2)}\n`
}

const TITLES = [
  'case',
  'ours best',
  'median',
  'theirs best',
  'median',
  'ratio of best',
  'of medians',
  'target',
  'met',
]

const shown = (value: number, unit: Row['unit']): string =>
  unit === 'ms' ? `${value.toPrecision(3)} ms` : `${(value / 1000).toFixed(1)} k/s`
