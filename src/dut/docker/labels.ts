import { hostname } from 'node:os'
import { LABEL } from '../../backends/docker/labels.ts'

/** On everything of a bench: its name, and the process that will remove it. */
const BENCH = 'chaoslemur.bench'
const OWNER = 'chaoslemur.bench.owner'

export const BENCH_FILTER = { label: [BENCH] }

export const benchLabels = (bench: string, role: 'dut' | 'generator'): Record<string, string> => ({
  [BENCH]: bench,
  [OWNER]: `${hostname()}/${process.pid}`,
  [LABEL.role]: role,
})

/** Left behind by a process of this host that is no more. */
export const isOrphan = (labels: Readonly<Record<string, string>>): boolean => {
  const [host, pid] = (labels[OWNER] ?? '').split('/')
  return host === hostname() && !isAlive(Number(pid))
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
