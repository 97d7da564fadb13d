import { existsSync } from 'node:fs'
import { findProcesses } from '../flood/usage.ts'
import { InputError } from '../lib/errors.ts'

/** The processes of `--dut`: a PID, the name of a program as the kernel knows it, or a container. */
export const processesOf = async (dut: string): Promise<readonly number[]> => {
  const pids = /^\d+$/.test(dut) ? [Number(dut)].filter(isThere) : findProcesses([dut])
  if (pids.length > 0) return pids
  const inside = await ofContainer(dut)
  if (inside.length > 0) return inside
  throw new InputError(`--dut ${dut}: no such process is visible here, nor a running container`, {
    hint: 'name the program (bgpd, bird) or the container, or give a PID',
  })
}

/** An engine on another host numbers processes that are not ours, and no engine has no containers. */
const ofContainer = async (name: string): Promise<readonly number[]> => {
  const { containerProcesses } = await import('../backends/docker/container-processes.ts')
  const pids = await containerProcesses(name).catch(() => [])
  return pids.filter(isThere)
}

const isThere = (pid: number): boolean => existsSync(`/proc/${pid}/stat`)
