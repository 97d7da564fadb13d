/**
 * CPU and memory of some processes over a time, beside what the rest of the machine did: from
 * /proc, so they must be visible here (a container sees them when it shares their PID namespace).
 */
import { readdirSync, readFileSync } from 'node:fs'
import {
  type MachineTimes,
  type ProcessMemory,
  type ProcessTimes,
  readMachine,
  readMemory,
  readStat,
} from './proc-text.ts'

export interface Usage {
  /** Names of the processes, sorted; those that ended meanwhile count with what was seen last. */
  readonly processes: readonly string[]
  readonly ended: readonly string[]
  readonly userMs: number
  readonly systemMs: number
  /** Sum of the resident set at the start, and of each process' own peak since then. */
  readonly residentBytes: number
  readonly peakResidentBytes: number
  /** CPU time of this very process, its worker threads included. */
  readonly ownMs: number
  /** CPU time of everybody else on the machine. */
  readonly foreignMs: number
  readonly elapsedMs: number
  readonly cpus: number
}

export interface UsageWatch {
  /** Until now; may be asked again. */
  read(): Usage
  /** The last reading. */
  stop(): Usage
}

/** PIDs of the processes with these names (the first 15 characters count), in ascending order. */
export const findProcesses = (names: readonly string[]): readonly number[] => {
  const wanted = names.map((name) => name.slice(0, 15))
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => wanted.includes(readStat(text(`/proc/${pid}/stat`))?.name ?? ''))
    .sort((a, b) => a - b)
}

/** Resident memory is sampled this often. A peak that is new since the start is the kernel's own, and exact. */
const EVERY_MS = 50

export const watchUsage = (pids: readonly number[], everyMs = EVERY_MS): UsageWatch => {
  const [machine, own] = [readMachine(text('/proc/stat')), ownMs()]
  const watched = pids.flatMap((pid) => watch(pid) ?? [])
  const look = () => watched.forEach(sample)
  const timer = setInterval(look, everyMs).unref()
  const read = (): Usage => {
    look()
    return usageOf(watched, between(machine, readMachine(text('/proc/stat'))), ownMs() - own)
  }
  const stop = (): Usage => {
    clearInterval(timer)
    return read()
  }
  return { read, stop }
}

interface Watched {
  readonly pid: number
  readonly first: ProcessTimes & ProcessMemory
  last: ProcessTimes & ProcessMemory
  /** Largest resident set among the samples. */
  largest: number
  ended: boolean
}

const watch = (pid: number): Watched | undefined => {
  const first = lookAt(pid)
  return first && { pid, first, last: first, largest: first.residentBytes, ended: false }
}

const sample = (one: Watched): void => {
  const now = one.ended ? undefined : lookAt(one.pid)
  // A PID that was given away again counts from zero: what it says is not about our process.
  if (!now || now.userMs < one.last.userMs || now.name !== one.first.name) {
    one.ended = true
    return
  }
  one.last = now
  one.largest = Math.max(one.largest, now.residentBytes)
}

const lookAt = (pid: number): (ProcessTimes & ProcessMemory) | undefined => {
  const times = readStat(text(`/proc/${pid}/stat`))
  const memory = readMemory(text(`/proc/${pid}/status`))
  return times && memory && { ...times, ...memory }
}

const peakOf = ({ first, last, largest }: Watched): number =>
  last.peakResidentBytes > first.peakResidentBytes ? last.peakResidentBytes : largest

const usageOf = (watched: readonly Watched[], machine: MachineTimes, own: number): Usage => {
  const userMs = total(watched, ({ first, last }) => last.userMs - first.userMs)
  const systemMs = total(watched, ({ first, last }) => last.systemMs - first.systemMs)
  return {
    processes: watched.map(({ first }) => first.name).sort(),
    ended: watched.flatMap(({ first, ended }) => (ended ? [first.name] : [])).sort(),
    userMs,
    systemMs,
    residentBytes: total(watched, ({ first }) => first.residentBytes),
    peakResidentBytes: total(watched, peakOf),
    ownMs: own,
    foreignMs: Math.max(0, machine.busyMs - userMs - systemMs - own),
    elapsedMs: machine.elapsedMs,
    cpus: machine.cpus,
  }
}

const total = (watched: readonly Watched[], value: (one: Watched) => number): number =>
  watched.reduce((sum, one) => sum + value(one), 0)

const between = (from: MachineTimes, to: MachineTimes): MachineTimes => ({
  busyMs: to.busyMs - from.busyMs,
  elapsedMs: to.elapsedMs - from.elapsedMs,
  cpus: to.cpus,
})

const ownMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const text = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended between the listing and the look.
    return ''
  }
}
