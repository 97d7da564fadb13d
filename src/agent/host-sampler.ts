/** Once a second: who had the host's processors. What is not of the lab can spoil what is measured in it. */
import { readFileSync } from 'node:fs'
import { monotonicMs, now } from './clock.ts'
import { Groups, type LabUse } from './groups.ts'
import { type GroupUse, type Processors, readPressure, readProcessors } from './host-counters.ts'
import type { AgentMessage } from './protocol.ts'

const EVERY_MS = 1_000
const BOOT_ID = '/proc/sys/kernel/random/boot_id'

export interface Sampled {
  /** Label of the lab's containers. */
  readonly label: string
  /** Of the host of the controller: tells whether he runs on this one. */
  readonly bootId: string
}

type Sample = Extract<AgentMessage, { event: 'host' }>

/** Samples until the result is called. */
export const sampleHost = (
  { label, bootId }: Sampled,
  send: (message: AgentMessage) => void,
): (() => void) => {
  const groups = new Groups(label)
  const together = (read(BOOT_ID) ?? '').trim() === bootId
  let before: Reading | undefined
  let busy = false
  const sample = async () => {
    // A reading that takes longer than a second leaves one out.
    if (busy) return
    busy = true
    const reading = await take(groups).catch(() => undefined)
    busy = false
    if (before && reading) send({ ...difference(before, reading), together })
    before = reading ?? before
  }
  void sample()
  const timer = setInterval(() => void sample(), EVERY_MS)
  return () => {
    clearInterval(timer)
    groups.close()
  }
}

interface Reading {
  readonly at: number
  readonly monotonicMs: number
  readonly processors: Processors
  readonly pressureMs: number | undefined
  readonly lab: LabUse | undefined
}

const take = async (groups: Groups): Promise<Reading | undefined> => {
  const lab = await groups.use()
  const stat = read('/proc/stat')
  if (stat === undefined) return undefined
  return {
    at: now(),
    monotonicMs: monotonicMs(),
    processors: readProcessors(stat),
    pressureMs: readPressure(read('/proc/pressure/cpu') ?? ''),
    lab,
  }
}

const difference = (a: Reading, b: Reading): Omit<Sample, 'together'> => {
  const forMs = b.monotonicMs - a.monotonicMs
  const used = a.lab && b.lab ? groupsBetween(a.lab.groups, b.lab.groups) : undefined
  const waitedMs = a.lab && b.lab ? waitedBetween(a.lab.waitedMs, b.lab.waitedMs) : undefined
  return {
    event: 'host',
    at: b.at,
    forMs,
    processors: b.processors.count,
    busyMs: b.processors.busyMs - a.processors.busyMs,
    lowMs: b.processors.lowMs - a.processors.lowMs,
    idleMs: b.processors.idleMs - a.processors.idleMs,
    stealMs: b.processors.stealMs - a.processors.stealMs,
    ...(a.pressureMs !== undefined &&
      b.pressureMs !== undefined && { pressureMs: b.pressureMs - a.pressureMs }),
    ...(used && { labMs: used.usedMs, throttledMs: used.throttledMs }),
    ...(waitedMs !== undefined && { waitedMs }),
    lagMs: Math.max(0, forMs - EVERY_MS),
  }
}

/** A group that is new, as after a restart, counts from 0. */
const groupsBetween = (
  before: ReadonlyMap<string, GroupUse>,
  after: ReadonlyMap<string, GroupUse>,
): GroupUse => {
  let [usedMs, throttledMs] = [0, 0]
  for (const [id, now] of after) {
    const known = before.get(id)
    const since = known && known.usedMs <= now.usedMs ? known : { usedMs: 0, throttledMs: 0 }
    usedMs += now.usedMs - since.usedMs
    throttledMs += now.throttledMs - since.throttledMs
  }
  return { usedMs, throttledMs }
}

/** Absent where the kernel does not count it. */
const waitedBetween = (
  before: LabUse['waitedMs'],
  after: LabUse['waitedMs'],
): number | undefined => {
  if (after.size === 0) return undefined
  let waitedMs = 0
  for (const [pid, total] of after) waitedMs += Math.max(0, total - (before.get(pid) ?? 0))
  return waitedMs
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
