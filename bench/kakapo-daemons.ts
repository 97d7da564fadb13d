/**
 * Both tools through real daemons: each daemon in a container, a new one for every run, and the
 * tools in the network of its neighbour, with the same command line and the same environment. The
 * daemon is the limit there; the point is that the tool adds nothing to it.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { connect, type Engine } from '../src/backends/docker/engine.ts'
import { readTemplate } from '../src/cli/context.ts'
import { type Bed, type BedParts, floodPeers, openBed } from '../src/dut/docker/bed.ts'
import type { Dut } from '../src/dut/dut.ts'
import { findDut } from '../src/dut/index.ts'
import type { FloodRecord } from '../src/flood/record.ts'
import { InputError } from '../src/lib/errors.ts'
import { packageRoot } from '../src/lib/package-root.ts'
import { NEVER } from './flood-link.ts'
import { type Environment, runKakapo } from './kakapo-opponent.ts'
import type { Samples } from './kakapo-race.ts'

/** Both sides twice, in turns. */
const TURNS = 2
const BURSTS = [
  { updates: 100_000, groupSize: 1, cycles: 6 },
  { updates: 80_000, groupSize: 10, cycles: 4 },
] as const
const WINDOWS = [1000, 5000, 20_000] as const
const RATE_S = 3

export interface DaemonRow extends Samples {
  readonly name: string
  readonly unit: 'ms' | 'k/s'
}

/** `note` hears of each turn. The first cycle of each run is a row of its own: the prefixes are new then. */
export const daemonRace = async (
  kakapo: string,
  name: string,
  note: (text: string) => void,
): Promise<readonly DaemonRow[]> => {
  const rows = new Map<string, { unit: 'ms' | 'k/s'; ours: number[]; theirs: number[] }>()
  for (let turn = 0; turn < TURNS; turn++)
    for (const side of ['theirs', 'ours'] as const) {
      note(`${name}: ${side}, turn ${turn + 1}`)
      for (const { name: row, unit, figures } of await oneTurn(name, toolOf(side, kakapo))) {
        const both = rows.get(row) ?? { unit, ours: [], theirs: [] }
        both[side].push(...figures)
        rows.set(row, both)
      }
    }
  return [...rows].map(([row, both]) => ({ name: `${name} ${row}`, ...both }))
}

/** Runs a tool in the network of a process; milliseconds of each burst, or messages a second. */
type Tool = (
  pid: number,
  peers: readonly string[],
  environment: Environment,
  what: 'single' | 'rate',
) => Promise<readonly number[]>

interface Figures {
  readonly name: string
  readonly unit: 'ms' | 'k/s'
  readonly figures: readonly number[]
}

const oneTurn = async (name: string, tool: Tool): Promise<readonly Figures[]> => {
  const all: Figures[] = []
  for (const { updates, groupSize, cycles } of BURSTS) {
    const environment = burstEnvironment(updates, groupSize, cycles)
    const [cold, ...warm] = await oneRun(name, tool, environment, 'single')
    const row = `${updates / 1000} k x ${groupSize}`
    all.push({ name: `${row}, cold`, unit: 'ms', figures: cold === undefined ? [] : [cold] })
    all.push({ name: `${row}, warm`, unit: 'ms', figures: warm })
  }
  for (const window of WINDOWS) {
    const figures = await oneRun(name, tool, rateEnvironment(window), 'rate')
    all.push({ name: `window ${window}`, unit: 'k/s', figures })
  }
  return all
}

/**
 * With a daemon of its own: one that has just lost its sessions is busy with their routes, and
 * OpenBGPD lets a neighbour that went away wait longer each time.
 */
const oneRun = async (
  name: string,
  tool: Tool,
  environment: Environment,
  what: 'single' | 'rate',
): Promise<readonly number[]> => {
  const parts = bedParts()
  const senders = { count: 1, by: 'range', internal: true } as const
  await using bed = await openBed(parts, { dut: daemon(name), senders }, NEVER)
  const { sink, sources } = floodPeers(bed.layout)
  const peers = [sink, ...sources].map(({ remote, local, asn }) => `${remote},${local},${asn}`)
  return await tool(await neighbour(parts.engine, bed), peers, environment, what)
}

/**
 * FRR gets an input queue that never fills: when it does, FRR waits for octets that kakapo has no
 * reason to send (docs/flood-engine.md, KEEPALIVEs), and kakapo for an answer.
 */
const daemon = (name: string): Dut => {
  const dut = findDut(name)
  if (!dut) throw new InputError(`--daemons ${name}: no such daemon`)
  if (name !== 'frr') return dut
  const config: Dut['config'] = (setup, read) =>
    `${dut.config(setup, read)}bgp input-queue-limit 100000000\n`
  return { ...dut, config }
}

const burstEnvironment = (updates: number, groupSize: number, cycles: number): Environment => ({
  MODE: 'SINGLEONLY',
  REPEAT: cycles,
  TABLESIZE: updates,
  MAXBURSTCOUNT: updates,
  GROUPSIZE: groupSize,
  TIMEOUT: 60,
})

const rateEnvironment = (window: number): Environment => ({
  MODE: 'SINGLERATE',
  RATETIMELIMIT: RATE_S,
  RATEWINDOW: window,
  TABLESIZE: 20_000,
  GROUPSIZE: 1,
  TIMEOUT: 60,
})

const toolOf = (side: 'ours' | 'theirs', kakapo: string): Tool =>
  side === 'ours'
    ? ourFigures
    : async (pid, peers, environment, what) => {
        const program = ['nsenter', '-t', String(pid), '-n', kakapo]
        return (await runKakapo(program, peers, environment, what)).figures
      }

const ourFigures: Tool = async (pid, peers, environment, what) => {
  const main = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'src', 'cli', 'main.js')
  const flags = ['--json', '--until', 'count']
  const argv = ['-t', String(pid), '-n', process.execPath, main, 'flood', ...peers, ...flags]
  const env = { ...process.env }
  for (const [key, value] of Object.entries(environment)) env[key] = String(value)
  // kakapo's logs are written where it is started.
  const cwd = mkdtempSync(join(tmpdir(), 'chaoslemur-bench-'))
  try {
    const { stdout } = await promisify(execFile)('nsenter', argv, { cwd, env, maxBuffer: 1e8 })
    const { bursts } = JSON.parse(stdout) as FloodRecord
    return bursts
      .filter(({ kind }) => kind === (what === 'rate' ? 'rate' : 'burst'))
      .flatMap((burst) => (what === 'rate' ? burst.updatesPerS : burst.completeMs) ?? [])
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The generator's container has the addresses; nothing else is asked of it here. */
const neighbour = async (engine: Engine, { device }: Bed): Promise<number> => {
  const { HostConfig } = await engine.getContainer(device.container).inspect()
  const beside = String(HostConfig.PidMode).replace(/^container:/, '')
  const { State } = await engine.getContainer(beside).inspect()
  return State.Pid
}

const bedParts = (): BedParts => ({
  engine: connect(),
  read: readTemplate,
  agentDockerfile: readFileSync(join(packageRoot(), 'docker/agent.Dockerfile'), 'utf8'),
  note: (line) => void process.stderr.write(`${line}\n`),
})
