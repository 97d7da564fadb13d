import { existsSync } from 'node:fs'
import { findProcesses } from '../flood/usage.ts'
import { InputError } from '../lib/errors.ts'

/** The processes of `--dut`: a PID, or the name of a program as the kernel knows it. */
export const processesOf = (dut: string): readonly number[] => {
  const pids = /^\d+$/.test(dut) ? [Number(dut)].filter(isThere) : findProcesses([dut])
  if (pids.length > 0) return pids
  throw new InputError(`--dut ${dut}: no such process is visible here`, {
    hint: 'name the program (bgpd, bird) or give its PID; that of a container: docker inspect -f {{.State.Pid}} NAME',
  })
}

const isThere = (pid: number): boolean => existsSync(`/proc/${pid}/stat`)
