import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../src/lib/package-root.ts'

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The command line as a user runs it: a process of its own, from the root of the package. */
export const runCli = (args: readonly string[], input = ''): Ended => {
  const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: packageRoot(),
    encoding: 'utf8',
    input,
    env: { ...process.env, CHAOSLEMUR_ROOT: packageRoot() },
    maxBuffer: 64 * 2 ** 20,
  })
  return { status, stdout, stderr }
}
