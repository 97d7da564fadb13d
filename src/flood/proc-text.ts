/** Reads the text of /proc (man 5 proc): processes and the whole machine. Pure. */

/** The unit of CPU times in /proc, whatever the kernel's own tick is: USER_HZ is 100 on Linux. */
const TICK_MS = 10

export interface ProcessTimes {
  /** `comm`: at most 15 characters of the program's name. */
  readonly name: string
  readonly userMs: number
  readonly systemMs: number
}

/** `/proc/PID/stat`, all threads of the process together; undefined when it is not one. */
export const readStat = (text: string): ProcessTimes | undefined => {
  // The name may hold spaces and parentheses: the last one closes it.
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  const fields = text.slice(close + 2).split(' ')
  const [userMs, systemMs] = [Number(fields[11]) * TICK_MS, Number(fields[12]) * TICK_MS]
  if (open < 0 || !Number.isFinite(userMs + systemMs)) return undefined
  return { name: text.slice(open + 1, close), userMs, systemMs }
}

export interface ProcessMemory {
  readonly residentBytes: number
  /** The most that the process ever had. */
  readonly peakResidentBytes: number
}

/** `/proc/PID/status`; undefined for a process that has ended and for the kernel's own threads. */
export const readMemory = (text: string): ProcessMemory | undefined => {
  const [resident, peak] = [kilobytes(text, 'VmRSS'), kilobytes(text, 'VmHWM')]
  if (resident === undefined || peak === undefined) return undefined
  return { residentBytes: resident * 1024, peakResidentBytes: peak * 1024 }
}

const kilobytes = (text: string, key: string): number | undefined => {
  const found = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)
  return found ? Number(found[1]) : undefined
}

export interface MachineTimes {
  /** Programs and the kernel on their behalf; interrupts belong to nobody and are not in it. */
  readonly busyMs: number
  /** Of one CPU: the time that has passed. */
  readonly elapsedMs: number
  readonly cpus: number
}

/** `/proc/stat`. Time that a hypervisor gave to others (steal) is busy: we did not have it. */
export const readMachine = (text: string): MachineTimes => {
  const [, user, nice, system, idle, wait, irq, softirq, steal] = (text.split('\n')[0] ?? '')
    .split(/\s+/)
    .map((field) => (Number(field) || 0) * TICK_MS) as number[]
  const cpus = [...text.matchAll(/^cpu\d+ /gm)].length || 1
  const busyMs = sum(user, nice, system, steal)
  return { busyMs, elapsedMs: (busyMs + sum(idle, wait, irq, softirq)) / cpus, cpus }
}

const sum = (...values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)
