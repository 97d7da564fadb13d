/** The machine and the versions that a record names. */
import { availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os'

export interface Host {
  readonly name: string
  readonly cpus: number
  readonly cpu: string
  readonly memoryBytes: number
  readonly versions: {
    readonly chaoslemur: string
    readonly node: string
    /** `Linux 6.1.0` */
    readonly kernel: string
  }
}

export const hostOf = (chaoslemur: string): Host => ({
  name: hostname(),
  cpus: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryBytes: totalmem(),
  versions: { chaoslemur, node: process.versions.node, kernel: `${type()} ${release()}` },
})
