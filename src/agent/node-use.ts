/** Once a second: what the programs of each router have used, from the control group that its container sees. */
import { now } from './clock.ts'
import { KeptFiles } from './kept-files.ts'
import type { AgentMessage } from './protocol.ts'

export interface NodeUse {
  /** Processor time since the container started, milliseconds. */
  readonly cpuMs: number
  /** Without files that the kernel only remembers and would give up at once. */
  readonly memoryOctets: number
}

const EVERY_MS = 1_000

/** Samples until the result is called. `pids` has a process of each node that runs. */
export const sampleNodes = (
  pids: ReadonlyMap<string, number>,
  send: (message: AgentMessage) => void,
): (() => void) => {
  const files = new KeptFiles()
  const sample = () => {
    const nodes = [...pids].flatMap(([node, pid]) => {
      const use = readUse((path) => files.read(`/proc/${pid}/root/sys/fs/cgroup/${path}`))
      return use ? [[node, use] as const] : []
    })
    files.sweep()
    if (nodes.length > 0) send({ event: 'use', at: now(), nodes: Object.fromEntries(nodes) })
  }
  sample()
  const timer = setInterval(sample, EVERY_MS)
  return () => {
    clearInterval(timer)
    files.close()
  }
}

/** Both versions of control groups; undefined where the container sees none, or is gone. */
export const readUse = (read: (path: string) => string): NodeUse | undefined => {
  for (const version of [VERSION_1, VERSION_2])
    try {
      return version(read)
    } catch {
      // Not this version.
    }
  return undefined
}

const VERSION_1 = (read: (path: string) => string): NodeUse => ({
  cpuMs: milliseconds(Number(read('cpuacct/cpuacct.usage')) / 1e6),
  memoryOctets:
    Number(read('memory/memory.usage_in_bytes')) -
    field(read('memory/memory.stat'), 'total_inactive_file'),
})

const VERSION_2 = (read: (path: string) => string): NodeUse => ({
  cpuMs: milliseconds(field(read('cpu.stat'), 'usage_usec') / 1e3),
  memoryOctets: Number(read('memory.current')) - field(read('memory.stat'), 'inactive_file'),
})

const field = (text: string, name: string): number =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)

/** To a tenth: the counter is not finer on a machine with a tick of 10 ms. */
const milliseconds = (ms: number): number => Math.round(ms * 10) / 10
