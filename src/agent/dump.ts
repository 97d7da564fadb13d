import { setTimeout as sleep } from 'node:timers/promises'
import { checked } from './levers/checked.ts'
import type { Runs } from './shell.ts'

const ATTEMPTS = 20

/**
 * Output of a command that lists what the kernel has. While links come and go elsewhere on the host,
 * a listing can be interrupted: iproute2 says so on stderr, and entries may be missing.
 */
export const dump = async (shell: Runs, command: string): Promise<string> => {
  for (let attempt = 1; ; attempt++) {
    const output = await checked(shell, command)
    if (!output.includes(INTERRUPTED)) return output
    if (attempt === ATTEMPTS) throw new Error(`${command}: ${output.trim()}`)
    await sleep(5)
  }
}

const INTERRUPTED = 'Dump was interrupted'
