/** What the kernel counts of the host's processors, as text of /proc and of control groups. Milliseconds. */

export interface Processors {
  readonly count: number
  /** In programs and in the kernel for them, of ordinary priority or higher. */
  readonly busyMs: number
  /** In programs of low priority (nice): they give way to the others. */
  readonly lowMs: number
  readonly idleMs: number
  /** Taken by the hypervisor for others. */
  readonly stealMs: number
}

/** /proc/stat counts in USER_HZ, which is 100 on every platform that Node runs on. */
const TICK_MS = 10

/** Of /proc/stat. Interrupts are left out: nobody can tell whose packets they were for. */
export const readProcessors = (text: string): Processors => {
  const lines = text.split('\n')
  const [, user = 0, nice = 0, system = 0, idle = 0, iowait = 0, , , steal = 0] = (lines[0] ?? '')
    .split(/\s+/)
    .map((word) => Number(word) * TICK_MS)
  return {
    count: lines.filter((line) => /^cpu\d/.test(line)).length,
    busyMs: user + system,
    lowMs: nice,
    idleMs: idle + iowait,
    stealMs: steal,
  }
}

/** Time in which some program waited for a processor; /proc/pressure/cpu, which not every kernel has. */
export const readPressure = (text: string): number | undefined => {
  const total = /^some .*total=(\d+)/m.exec(text)?.[1]
  return total === undefined ? undefined : Number(total) / 1e3
}

export interface GroupUse {
  readonly usedMs: number
  /** Held back by a quota. */
  readonly throttledMs: number
}

/** Of /proc/PID/schedstat: how long the main thread was ready to run and had to wait. */
export const readWaited = (text: string): number => Number(text.split(' ')[1] ?? 0) / 1e6

/** Of `cpuacct.usage` and `cpu.stat` (control groups version 1). */
export const readGroup1 = (usage: string, stat: string): GroupUse => ({
  usedMs: Number(usage) / 1e6,
  throttledMs: field(stat, 'throttled_time') / 1e6,
})

/** Of `cpu.stat` (version 2). */
export const readGroup2 = (stat: string): GroupUse => ({
  usedMs: field(stat, 'usage_usec') / 1e3,
  throttledMs: field(stat, 'throttled_usec') / 1e3,
})

const field = (text: string, name: string): number =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
