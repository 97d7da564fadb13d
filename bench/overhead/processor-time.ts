/** Who used the machine's processors: from /proc and the control groups of the lab's containers. */
import { readdirSync, readFileSync } from 'node:fs'
import Docker from 'dockerode'

/** Seconds of one processor since some beginning, by who used them. */
export type ProcessorTime = Readonly<Record<Consumer, number>>

export type Consumer = (typeof CONSUMERS)[number]

export const CONSUMERS = [
  'tcpdump',
  'ip monitor',
  'fping',
  'agent',
  'controller',
  'engine',
  'routers',
  /** Everything, also what is none of ours. */
  'machine',
] as const

/** The lab's agent must run, and this process be its controller. */
export const processorTime = async (lab: string): Promise<ProcessorTime> => {
  const engine = new Docker()
  const { State } = await engine.getContainer(`chaoslemur-${lab}.agent`).inspect()
  const processes = readProcesses()
  const tree = treeOf(State.Pid, processes)
  const of = (...names: readonly string[]) =>
    secondsOf(tree.filter(({ name }) => names.includes(name)))
  const observers = { tcpdump: of('tcpdump'), 'ip monitor': of('ip'), fping: of('fping') }
  const { user, system } = process.cpuUsage()
  return {
    ...observers,
    agent: secondsOf(tree) - observers.tcpdump - observers['ip monitor'] - observers.fping,
    controller: (user + system) / 1e6,
    engine: secondsOf(
      processes.filter(({ name }) => ENGINE.has(name)).map((one) => ({ ...one, childTicks: 0 })),
    ),
    routers: await routersTime(engine, lab),
    machine: machineTime(),
  }
}

/** The machine's processors: what `machine` can reach in one second. */
export const processors = (): number =>
  readFileSync('/proc/stat', 'utf8').match(/^cpu\d+ /gm)?.length ?? 1

/** Without their children, who come and go with everybody's containers. */
const ENGINE = new Set(['dockerd', 'containerd'])

interface Process {
  readonly pid: number
  readonly parent: number
  readonly name: string
  /** Of children that have ended, hundredths of a second. */
  readonly childTicks: number
}

const readProcesses = (): readonly Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const found = /^\d+ \((.*)\) (.*)$/s.exec(attempt(() => readText(`/proc/${pid}/stat`)))
      if (!found) return []
      const fields = (found[2] as string).split(' ')
      const [parent, userTicks, systemTicks] = [1, 13, 14].map((at) => Number(fields[at]))
      return {
        pid: Number(pid),
        parent: parent as number,
        name: found[1] as string,
        childTicks: (userTicks as number) + (systemTicks as number),
      }
    })

const treeOf = (root: number, processes: readonly Process[]): readonly Process[] => {
  const tree = processes.filter(({ pid }) => pid === root)
  for (const { pid } of tree) tree.push(...processes.filter(({ parent }) => parent === pid))
  return tree
}

const TICKS_PER_S = 100

/** What the scheduler counts for each thread is exact; /proc/PID/stat has hundredths of a second. */
const secondsOf = (processes: readonly Process[]): number =>
  processes.reduce((sum, { pid, childTicks }) => {
    const threads = attempt(() => readdirSync(`/proc/${pid}/task`)) || []
    const ns = threads.map((thread) =>
      Number(attempt(() => readText(`/proc/${pid}/task/${thread}/schedstat`)).split(' ')[0] ?? 0),
    )
    return sum + ns.reduce((all, one) => all + one, 0) / 1e9 + childTicks / TICKS_PER_S
  }, 0)

const routersTime = async (engine: Docker, lab: string): Promise<number> => {
  const filters = { label: [`chaoslemur.lab=${lab}`, 'chaoslemur.role=node'] }
  const containers = await engine.listContainers({ filters })
  const stats = await Promise.all(
    containers.map(({ Id }) => engine.getContainer(Id).stats({ stream: false, 'one-shot': true })),
  )
  return stats.reduce((sum, { cpu_stats }) => sum + cpu_stats.cpu_usage.total_usage / 1e9, 0)
}

const machineTime = (): number => {
  const [first = ''] = readText('/proc/stat').split('\n')
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = first
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq) / TICKS_PER_S
}

const readText = (path: string): string => readFileSync(path, 'utf8')

/** A process may end between the listing and the look. */
const attempt = <Value>(read: () => Value): Value | '' => {
  try {
    return read()
  } catch {
    return ''
  }
}
