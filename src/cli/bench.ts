import type { Command } from 'commander'
import { benchDut } from './bench-dut.ts'
import type { Run } from './run-type.ts'

export const bench = (program: Command, run: Run): void => {
  const command = program.command('bench').description('measure BGP daemons')
  benchDut(command, run)
}
